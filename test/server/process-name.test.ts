import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { hasEnded, processName } from "../../src/server/process-name.ts";
import { processMark } from "../../src/server/processes.ts";

it("tells whether the process of a name has ended, and nothing of what it cannot see", async () => {
  const mine = await processName();
  expect(mine).toMatch(/^\d+@[^#]+#[^#]*#.+$/);
  expect(await hasEnded(mine)).toBe(false);

  const child = spawn("sleep", ["60"]);
  const { pid = 0 } = child;
  const theirs = mine.replace(/^\d+/, String(pid)).replace(/#[^#]+$/, `#${await processMark(pid)}`);
  expect(await hasEnded(theirs)).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await hasEnded(theirs)).toBe(true);

  // The same number given out again, another host, another machine of that name, other containers, the names of others.
  expect(await hasEnded(mine.replace(/\d+$/, "1"))).toBe(true);
  expect(await hasEnded(theirs.replace(/@[^#]+/, "@elsewhere"))).toBe(false);
  expect(await hasEnded(theirs.replace(/#[^#]*#/, "#pid:[1]#"))).toBe(false);
  if (process.platform === "linux")
    expect(await hasEnded(theirs.replace(/#[^#:]+:(\d+)$/, "#another-boot:$1"))).toBe(false);
  for (const name of ["", "worker", `${pid}@${process.pid}`, "1@host"])
    expect(await hasEnded(name)).toBe(false);
});
