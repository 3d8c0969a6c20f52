import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  gone,
  processesWithArgument,
  processMark,
  residentBytes,
  stillRuns,
} from "../../src/server/processes.ts";

describe("a process", () => {
  it("keeps its mark while it runs and loses it when it ends, collected or not", async () => {
    // The shell becomes `sleep`, which never collects its child: the child stays as a zombie.
    const parent = spawn("sh", ["-c", "sleep 0.1 & echo $!; exec sleep 30"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const child = Number(
        await new Promise<string>((resolve) => parent.stdout.once("data", (text) => resolve(String(text)))),
      );
      const mark = await processMark(parent.pid ?? 0);
      expect(mark).toBeTruthy();
      expect(await processMark(parent.pid ?? 0)).toBe(mark);
      expect(await stillRuns(parent.pid ?? 0, "another")).toBe(false);
      while ((await processMark(child)) !== undefined)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect(() => process.kill(child, 0)).not.toThrow(); // its number is still taken
    } finally {
      parent.kill("SIGKILL");
    }
  });

  it("outlives a wait that is too short", async () => {
    expect(await gone(process.pid, (await processMark(process.pid)) ?? "", 30)).toBe(false);
    expect(await gone(process.pid, "an earlier start", 30)).toBe(true);
  });

  it("has no mark under a number that is none", async () => {
    for (const pid of [0, -1, 1.5, 2 ** 31]) expect(await processMark(pid)).toBeUndefined();
  });

  it.runIf(process.platform === "linux")(
    "is found by an argument, word for word, and tells its memory",
    async () => {
      const word = `word with blanks ${process.pid}`;
      const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 30000)", "--", word], {
        stdio: "ignore",
      });
      try {
        await new Promise((resolve) => child.once("spawn", resolve));
        expect((await processesWithArgument(word)).map(({ pid }) => pid)).toEqual([child.pid]);
        expect(await processesWithArgument(word.slice(1))).toEqual([]);
        expect(await residentBytes(process.pid)).toBeGreaterThan(1e6);
      } finally {
        child.kill("SIGKILL");
      }
    },
  );
});
