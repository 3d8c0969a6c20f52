import { expect, it } from "vitest";
import { palette } from "../../src/report/palette.ts";

it.each([
  [["32", "100", "316"]],
  [["a", "b"]],
  [["-1", "0", "1", "2"]],
  [Array.from({ length: 8 }, (_, i) => `r${i}`)],
])("gives each of %j a colour of its own in both lights", (values) => {
  for (const shade of ["light", "dark"] as const) {
    const hues = palette(values).map((hue) => hue[shade]);
    expect(new Set(hues).size).toBe(values.length);
    for (const hue of hues) expect(hue).toMatch(/^#[0-9a-f]{6}$/);
  }
});

it("spaces numbers by their logarithm", () => {
  const [, middle] = palette(["1", "10", "100"]);
  expect(palette(["0", "50", "100"])[1]).toEqual(middle);
});
