import { afterEach, beforeEach, expect, it } from "vitest";
import { ensureServer } from "../../src/server/embedded.ts";
import type { RunningServer } from "../../src/server/running.ts";
import { keepServer } from "../../src/server/keep.ts";
import { serverVersion } from "../../src/server/probe.ts";
import { readState } from "../../src/server/state.ts";
import { stopServer } from "../../src/server/stop.ts";
import { freePort, ServerRoom, temporalBinary } from "../support/temporal-server.ts";

let room: ServerRoom;
let server: RunningServer;
let options: Parameters<typeof keepServer>[0];
let control: AbortController;
let keeping: Promise<void>;
let said: string[];
/** Settles with the next word of whoever looks after the server. */
let word: Promise<string>;

const pace = { lookMs: 200, answerMs: 1000 };

beforeEach(async () => {
  room = await ServerRoom.make();
  options = { env: {}, binary: await temporalBinary(), folder: room.server() };
  server = await ensureServer({ ...options, port: await freePort() });
  control = new AbortController();
  said = [];
  let heard: (text: string) => void;
  word = new Promise((resolve) => {
    heard = resolve;
  });
  keeping = keepServer(
    options,
    (text) => {
      said.push(text);
      heard(text);
    },
    control.signal,
    pace,
  );
});
afterEach(async () => {
  control?.abort();
  await keeping;
  await room?.close();
});

it("starts a server that was killed again, where it was", async () => {
  process.kill(server.pid, "SIGKILL");
  expect(await word).toBe("The embedded Temporal server had ended and was started again.");
  await serverVersion({ address: server.address }, 10_000);
  expect((await readState(server.files))?.pid).not.toBe(server.pid);
});

it("ends one that no longer answers, and starts it again", async () => {
  process.kill(server.pid, "SIGSTOP");
  expect(await word).toBe("The embedded Temporal server no longer answered and was started again.");
  await serverVersion({ address: server.address }, 10_000);
}, 60_000);

it("leaves one alone that was stopped on purpose", async () => {
  await stopServer(options);
  await new Promise((resolve) => setTimeout(resolve, 10 * pace.lookMs));
  expect(said).toEqual([]);
  expect((await readState(server.files))?.pid).toBe(0);
});
