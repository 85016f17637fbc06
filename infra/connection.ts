// Connections to a Temporal server: one for clients, one for workers.
import { Client, Connection } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import { InfrastructureError } from "./error.ts";

export interface TemporalAddress {
  /** host:port of gRPC. */
  readonly address: string;
  readonly namespace: string;
}

/** Address and namespace from TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE; null when no address is set. */
export function addressFromEnvironment(environment: NodeJS.ProcessEnv): TemporalAddress | null {
  const address = environment["TEMPORAL_ADDRESS"];
  return address === undefined || address === "" ? null : { address, namespace: environment["TEMPORAL_NAMESPACE"] ?? "default" };
}

export async function connectClient({ address, namespace }: TemporalAddress): Promise<Client> {
  try {
    return new Client({ connection: await Connection.connect({ address, connectTimeout: "10 seconds" }), namespace });
  } catch (error) {
    throw unreachable(address, error);
  }
}

export async function connectWorkers({ address }: TemporalAddress): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({ address });
  } catch (error) {
    throw unreachable(address, error);
  }
}

function unreachable(address: string, error: unknown): InfrastructureError {
  return new InfrastructureError(
    `No Temporal server answers at ${address} (${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}); start it, or unset TEMPORAL_ADDRESS to use the embedded one.`,
  );
}
