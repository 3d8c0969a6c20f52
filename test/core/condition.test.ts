import { describe, expect, it } from "vitest";
import type { ParameterValue } from "../../src/core/cell.ts";
import { parseCondition, ConditionError } from "../../src/core/condition.ts";

const cell: Readonly<Record<string, ParameterValue>> = {
  n: 10,
  d: 3,
  regime: "replace",
  flag: true,
  half: 0.5,
};
const holds = (text: string): boolean => parseCondition(text).holds((name) => cell[name]);

describe("a condition", () => {
  it.each([
    ["n > d + 6", true],
    ["n > d + 7", false],
    ["n - d - 2 == 5", true], // from the left
    ["n / d * 3 == 10", true],
    ["n % d == 1", true],
    ["2 + 3 * d == 11", true], // product before sum
    ["(2 + 3) * d == 15", true],
    ["-n < -d", true],
    ["- -n == n", true],
    ["n >= 10 and n <= 10", true],
    ["n < 10 or n > 10", false],
    ["n == 10 or n == 1 and d == 1", true], // and before or
    ["(n == 10 or n == 1) and d == 1", false],
    ["not n == 10 or d == 3", true], // not before or
    ["not (n == 10 or d == 3)", false],
    ["not not flag", true],
    ['regime == "replace"', true],
    ["regime != 'replace'", false],
    ["flag == true", true],
    ["flag and not false", true],
    ["half == .5 and half == 5e-1", true],
    ["n==10and d==3", true],
    ["  n > 1  ", true],
  ])("%s", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it("knows the names it uses and where they first stand", () => {
    expect([...parseCondition("n > d and d > 1").names]).toEqual([
      ["n", 0],
      ["d", 4],
    ]);
  });

  it("does not compute what the answer no longer depends on", () => {
    expect(holds("n == 10 or absent > 1")).toBe(true);
    expect(holds("n == 1 and absent > 1")).toBe(false);
  });

  it.each([
    ["", 0],
    ["n >", 3],
    ["n > 1 2", 6],
    ["n = 1", 2],
    ["n > 1)", 5],
    ["(n > 1", 6],
    ["n > 'a", 4],
    ["n > regime", 2],
    ["not n", 0],
    ["n and flag", 2],
    ["regime < 'x'", 7],
    ["absent > 1", 0],
    ["and", 0],
    ["n; d", 1],
    ["process.exit", 7],
  ])("%j is refused at character %i", (text, at) => {
    let thrown: unknown;
    try {
      holds(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConditionError);
    expect((thrown as ConditionError).at).toBe(at);
  });

  it("survives as many parentheses as its length allows", () => {
    expect(holds(`${"(".repeat(490)}n > 1${")".repeat(490)}`)).toBe(true);
  });
});
