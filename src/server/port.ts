import { createServer } from "node:net";
import { ProvisionError } from "../core/errors.ts";
import type { OnProgress } from "./progress.ts";

/** Apart from Temporal's 7233, which a server that is not ours often has. */
export const defaultPort = 7733;

const tries = 50;

/**
 * A free loopback port: the one asked for; else the one before, so that workers find the server again; else the first
 * free one from the default on.
 *
 * @throws {ProvisionError} when the port asked for is taken
 */
export async function choosePort(
  asked: number | undefined,
  before: number | undefined,
  onProgress: OnProgress | undefined,
): Promise<number> {
  if (asked !== undefined) {
    if (await isFree(asked)) return asked;
    throw new ProvisionError(
      `Port ${asked} on 127.0.0.1 is taken by another program. Ask for another port, or for none: then a free one is used.`,
    );
  }
  const first = before ?? defaultPort;
  if (await isFree(first)) return first;
  for (let port = defaultPort; port < defaultPort + tries; port++) {
    if (port === first || !(await isFree(port))) continue;
    onProgress?.({
      step: "notice",
      elapsedSeconds: 0,
      message: `Port ${first} is taken by another program; the embedded server uses ${port}`,
    });
    return port;
  }
  throw new ProvisionError(
    `Ports ${defaultPort} to ${defaultPort + tries - 1} on 127.0.0.1 are all taken. Ask for one.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const listener = createServer();
    listener.once("error", () => resolve(false));
    listener.listen({ port, host: "127.0.0.1", exclusive: true }, () => listener.close(() => resolve(true)));
  });
}
