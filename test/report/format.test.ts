import { expect, it } from "vitest";
import {
  asTitle,
  formatCount,
  formatDuration,
  formatError,
  formatSlack,
  formatNumber,
  formatParameter,
  formatZ,
  formulaText,
  shortParameter,
} from "../../src/report/format.ts";

it.each([
  [1, "1.000"],
  [47.619047, "47.62"],
  [-0.0123456, "−0.01235"],
  [12345.6, "12350"],
  [0, "0"],
  [-0, "0"],
  [1.234e-7, "1.234e−7"],
  [1.5e9, "1.500e9"],
  [999999.9, "1000000"],
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
  [Number.NaN, "–"],
  [null, "–"],
  [undefined, "–"],
])("writes %s as %s", (value, text) => expect(formatNumber(value)).toBe(text));

it.each([
  [0.10234, "0.10"],
  [123.4, "120"],
  [0.00456, "0.0046"],
  [null, "–"],
  [0, "0"],
])("writes the standard error %s as %s", (value, text) => expect(formatError(value)).toBe(text));

it.each([
  [1.234, "+1.23"],
  [-4.5, "−4.50"],
  [0, "+0.00"],
  [12345, "+12350"],
  [null, "–"],
  [Number.NEGATIVE_INFINITY, "−∞"],
])("writes z = %s as %s", (value, text) => expect(formatZ(value)).toBe(text));

it.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1234567, "1,234,567"],
])("counts %s as %s", (value, text) => expect(formatCount(value)).toBe(text));

it.each([
  [3.21, "3.2 s"],
  [59.99, "1 min"],
  [250, "4 min 10 s"],
  [7500, "2 h 5 min"],
  [273600, "3 d 4 h"],
  [null, "–"],
])("says %s seconds as %s", (value, text) => expect(formatDuration(value)).toBe(text));

it("writes parameters unrounded and names as words", () => {
  expect(formatParameter(0.123456789)).toBe("0.123456789");
  expect(formatParameter([1, 2.5])).toBe("[1, 2.5]");
  expect(asTitle("test_error")).toBe("Test error");
  expect(["tv", "nll", "w2_squared"].map(asTitle)).toEqual(["TV", "NLL", "W2 squared"]);
});

it("writes a symbol as it is, and formulas as they are printed", () => {
  expect(["p", "alpha"].map(asTitle)).toEqual(["p", "Alpha"]);
  expect(formulaText("base·H1(g), 3·H2(g) - 2 for AH2(g)")).toBe("base·H₁(g), 3·H₂(g) − 2 for AH2(g)");
});

it.each([
  [null, ""],
  [0.05222, " ± 5.3 %"],
  [0.165, " ± 16.5 %"],
])("writes a limit theorem's slack %s as %j", (slack, text) => expect(formatSlack(slack)).toBe(text));

it("shortens a parameter of many digits, and no other", () => {
  expect(["1.5707963267948966", "0.31622776601683794", "0.0316"].map(shortParameter)).toEqual([
    "1.571",
    "0.3162",
    "0.0316",
  ]);
  expect(["1000000000", "accumulate-subsample", "[1, 2, 3, 4]"].map(shortParameter)).toEqual([
    "1000000000",
    "accumulate-subsample",
    "[1, 2, 3, 4]",
  ]);
});
