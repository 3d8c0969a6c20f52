// From the files that they stand in: of a package that is imported whole Node reads every file for its names.
import { Client } from "@temporalio/client/lib/client.js";
import { Connection } from "@temporalio/client/lib/connection.js";
import { ProvisionError } from "../core/errors.ts";
import { connectionOptions, type TemporalConnection } from "../server/connect.ts";
import { connectOptions, type ServerOptions } from "./options.ts";

/** How long a sweep may take to answer before we say that no worker is there. */
const answerMs = 10_000;

/** A client of the server that options, environment or the embedded server name. */
export interface OpenClient {
  readonly client: Client;
  readonly temporal: TemporalConnection;
  close(): Promise<void>;
}

/** Connects. @throws {ProvisionError} where no server answers */
export async function openClient(options: ServerOptions, embedded: "start" | "adopt"): Promise<OpenClient> {
  return await clientOf(await connectionOptions(connectOptions(options, embedded)));
}

/** A client of a server that answers. */
export async function clientOf(temporal: TemporalConnection): Promise<OpenClient> {
  const connection = await Connection.connect(temporal.options);
  return {
    client: new Client({ connection, namespace: temporal.namespace }),
    temporal,
    close: () => connection.close(),
  };
}

/**
 * Asks a running sweep; Temporal passes the question to a worker.
 *
 * @throws {ProvisionError} when no worker takes it
 */
export async function ask<Answer>(client: Client, question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + answerMs, question);
  } catch (error) {
    if (
      error instanceof Error &&
      /deadline|cancell?ed|no poller/i.test(`${error.message} ${String(error.cause)}`)
    )
      throw new ProvisionError(
        "No worker answered for this sweep within 10 s. Start one: `ouro worker`, or `ouro run` with the sweep's spec.",
      );
    throw error;
  }
}
