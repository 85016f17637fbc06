// Text of an endpoint or an error made fit to be shown: one short line without secrets.
import { withoutSecrets } from "../../ledger/index.ts";

/** What is left of withoutSecrets once the known `secrets` are out too, whatever shape they have. */
export function excerpt(text: string, secrets: readonly string[]): string {
  return withoutSecrets(secrets.reduce((rest, secret) => (secret.length < 4 ? rest : rest.replaceAll(secret, "[secret]")), text));
}
