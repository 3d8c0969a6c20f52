import type { Connection, ConnectionOptions } from "@temporalio/client";

/** What both the client's and the worker's connection take. */
export type Target = Pick<ConnectionOptions, "tls" | "metadata"> & {
  readonly address: string;
  readonly apiKey?: string;
};

/** Connects, runs `task` under a deadline and closes. */
export async function withConnection<T>(
  target: Target,
  timeoutMs: number,
  task: (connection: Connection) => Promise<T>,
): Promise<T> {
  // It takes longer to load than all that comes before a server is asked for the first time.
  const { Connection } = await import("@temporalio/client/lib/connection.js");
  const connection = await Connection.connect({ ...target, connectTimeout: timeoutMs });
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () => task(connection));
  } finally {
    await connection.close();
  }
}

/** What gRPC says of a request that a server, or what it keeps its data in, did not answer. */
const notAnswered: readonly unknown[] = [4, 13, 14];

/** The version of the Temporal server at `target`, if its database answers as well; rejects when that is not so in time. */
export function serverVersion(target: Target, timeoutMs: number): Promise<string> {
  return withConnection(target, timeoutMs, async ({ workflowService }) => {
    const info = await workflowService.getSystemInfo({});
    // A server whose database gave up goes on telling its version. That there is no such namespace is an answer.
    await workflowService.describeNamespace({ namespace: "default" }).catch((error: unknown) => {
      if (notAnswered.includes((error as { readonly code?: unknown }).code)) throw error;
    });
    return info.serverVersion ?? "";
  });
}
