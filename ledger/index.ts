// The ledger room: the interface, the SQLite file behind it, and what names and prices a call.
export { LedgerError } from "./error.ts";
export type { LedgerErrorCode } from "./error.ts";
export type {
  CampaignRecord,
  Ledger,
  ModelSpend,
  ProgressFigures,
  Reservation,
  ReserveResult,
  Settlement,
  SettleResult,
  SpendFigures,
} from "./port.ts";
export { boundMicroUsd, estimatePromptTokens, limitMicroUsd, settledMicroUsd } from "./price.ts";
export type { TokenCounts } from "./price.ts";
export { requestKey, wireSeed } from "./request-key.ts";
export type { RequestParts } from "./request-key.ts";
export { openSqliteLedger } from "./sqlite.ts";
export { withoutSecrets } from "./without-secrets.ts";
