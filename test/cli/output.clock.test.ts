import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { output } from "../../src/cli/output.ts";

// A machine's clock may be set while a sweep of days runs.

const hour = 3_600_000;
let shown: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  shown = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    shown.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it("status lines come every five seconds, whatever the clock says", () => {
  for (let line = 0; line < 4; line++) {
    output.status(`line ${line}`);
    output.status("too soon");
    vi.setSystemTime(Date.now() + [-5, 7, -72, 5][line]! * hour);
    output.status("too soon, after a jump");
    vi.advanceTimersByTime(5000);
  }
  expect(shown).toEqual(["line 0\n", "line 1\n", "line 2\n", "line 3\n"]);
});
