import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { makeScratch } from "./scratch.ts";

export interface EngineOptions {
  /** What DuckDB may hold in memory before it spills to the scratch folder, such as `1GB`. */
  readonly memoryLimit?: string | undefined;
  readonly threads?: number | undefined;
  /** Folder in which a folder of its own is made and removed again; the system's by default. */
  readonly scratch?: string | undefined;
  /** Interrupts the query under way. */
  readonly signal?: AbortSignal | undefined;
}

/** A DuckDB of one's own: nothing is shared with another use, and `close` leaves nothing behind. */
export interface Engine {
  readonly connection: DuckDBConnection;
  /** One more connection to it: one statement at a time may run on each. */
  connect(): Promise<DuckDBConnection>;
  /** A folder that lives as long as the engine. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Opens a DuckDB in memory. Extensions are neither downloaded nor loaded. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  options.signal?.throwIfAborted();
  const folder = await makeScratch(options.scratch ?? tmpdir());
  try {
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: options.memoryLimit ?? "1GB",
      threads: String(options.threads ?? 2),
      temp_directory: join(folder, "spill"),
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const connections: DuckDBConnection[] = [];
    const connect = async (): Promise<DuckDBConnection> => {
      const connection = await instance.connect();
      connections.push(connection);
      return connection;
    };
    const interrupt = (): void => {
      for (const connection of connections) connection.interrupt();
    };
    options.signal?.addEventListener("abort", interrupt, { once: true });
    return {
      connection: await connect(),
      connect,
      folder,
      async close() {
        options.signal?.removeEventListener("abort", interrupt);
        for (const connection of connections) connection.closeSync();
        instance.closeSync();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
