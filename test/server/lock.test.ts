import { spawn } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "../../src/server/lock.ts";
import { processMark } from "../../src/server/processes.ts";
import { ServerRoom } from "../support/temporal-server.ts";

let room: ServerRoom;
let file: string;

beforeEach(async () => {
  room = await ServerRoom.make();
  file = join(room.folder, "some.lock");
});
afterEach(() => room.close());

const options = { timeoutMs: 20_000, purpose: "count" };

describe("the lock", () => {
  it("lets one in at a time, hands back the result and leaves nothing behind", async () => {
    let inside = 0;
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        withLock(file, options, async () => {
          inside++;
          await new Promise((resolve) => setTimeout(resolve, 5));
          expect(inside).toBe(1);
          inside--;
          return i;
        }),
      ),
    );
    expect(results).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await readdir(room.folder)).toEqual([]);
  });

  it("is given back when the task fails", async () => {
    await expect(withLock(file, options, () => Promise.reject(new Error("task")))).rejects.toThrow("task");
    expect(await withLock(file, options, async () => "again")).toBe("again");
  });

  it("is taken over from a process that has ended, by one of many", async () => {
    const dead = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    const holder = { pid: dead.pid ?? 0, mark: await processMark(dead.pid ?? 0), token: "dead" };
    await writeFile(file, JSON.stringify(holder));
    dead.kill("SIGKILL");
    await new Promise((resolve) => dead.once("exit", resolve));
    let inside = 0;
    const count = async (): Promise<number> => {
      const now = ++inside;
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      return now;
    };
    expect(await Promise.all([1, 2, 3, 4].map(() => withLock(file, options, count)))).toEqual([1, 1, 1, 1]);
  });

  it("is taken over where the holder's number belongs to another process by now, or the file is torn", async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, mark: "an earlier start", token: "old" }));
    expect(await withLock(file, options, async () => 1)).toBe(1);
    await writeFile(file, '{"pid":');
    expect(await withLock(file, options, async () => 2)).toBe(2);
  });

  it("names who holds it when it gives up, and does not take it", async () => {
    const mark = await processMark(process.pid);
    await writeFile(file, JSON.stringify({ pid: process.pid, mark, token: "somebody" }));
    const waits: number[] = [];
    const impatient = { timeoutMs: 120, purpose: "count", onWait: (pid: number) => waits.push(pid) };
    await expect(withLock(file, impatient, async () => 3)).rejects.toThrow(
      `of waiting for process ${process.pid} to count. If that process is stuck, end it; the lock ${file} is then taken over.`,
    );
    expect(waits).toContain(process.pid);
    expect(await readdir(room.folder)).toEqual(["some.lock"]);
  });
});
