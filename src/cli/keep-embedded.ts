import type { TemporalConnection } from "../server/connect.ts";
import { keepServer } from "../server/keep.ts";
import { connectOptions, type ServerOptions } from "./options.ts";
import { output } from "./output.ts";

/**
 * Looks after the embedded server, where that is what this command is connected to.
 *
 * @returns ends it
 */
export function keepEmbedded(options: ServerOptions, { source }: TemporalConnection): () => void {
  const kept = new AbortController();
  if (source === "embedded") void keepServer(connectOptions(options, "start"), output.note, kept.signal);
  return () => kept.abort();
}
