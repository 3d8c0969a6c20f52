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
  const { Connection } = await import("@temporalio/client");
  const connection = await Connection.connect({ ...target, connectTimeout: timeoutMs });
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () => task(connection));
  } finally {
    await connection.close();
  }
}

/** The version of the Temporal server at `target`; rejects when none answers in time. */
export function serverVersion(target: Target, timeoutMs: number): Promise<string> {
  return withConnection(target, timeoutMs, async (connection) => {
    const info = await connection.workflowService.getSystemInfo({});
    return info.serverVersion ?? "";
  });
}
