import { createServer } from "node:net";

const tries = 200;

/**
 * A port of loopback, free together with those that lie `offsets` above it. It is below the range from which systems take
 * the near ends of connections (32768 and up on Linux): a server that is down for a while gets the same port again.
 */
export async function steadyPort(offsets: readonly number[] = [0]): Promise<number> {
  for (let tried = 0; tried < tries; tried++) {
    const port = 12_000 + Math.floor(20_000 * Math.random());
    const free = await Promise.all(offsets.map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`No ports with the distances ${offsets.join(", ")} are free between 12,000 and 32,000.`);
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
