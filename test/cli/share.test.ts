import { describe, expect, it } from "vitest";
import { formatShare, shareDone } from "../../src/cli/share.ts";

const planned = { chains: 100, generations: 100_000 };

describe("the share of a sweep that is done", () => {
  it("is that of its generations, or of its chains where more of those have ended", () => {
    expect(shareDone(planned, { chains: 0, failed: 0, generations: 25_000 })).toBe(0.25);
    expect(shareDone(planned, { chains: 50, failed: 0, generations: 2000 })).toBe(0.5);
  });

  it("counts chains that failed, which have nothing left to do", () => {
    expect(shareDone(planned, { chains: 90, failed: 10, generations: 91_000 })).toBe(1);
  });

  it("is never more than all, also of a plan that was made smaller", () => {
    expect(shareDone(planned, { chains: 300, failed: 0, generations: 300_000 })).toBe(1);
    expect(shareDone({ chains: 0, generations: 0 }, { chains: 0, failed: 0, generations: 0 })).toBe(1);
  });
});

it.each([
  [0, "0.0 %"],
  [1e-9, "0.1 %"],
  [0.12345, "12.3 %"],
  [0.99999, "99.9 %"],
  [1, "100.0 %"],
])("%s is written %s: nothing begun looks like nothing, nothing unfinished like all", (share, text) => {
  expect(formatShare(share)).toBe(text);
});
