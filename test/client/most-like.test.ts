import { expect, it } from "vitest";
import { mostLike, type Place } from "../../src/client/most-like.ts";

const place = (samples: number, noise: number, design = "fixed", window = 2): Place => ({
  parameters: { samples, noise, design },
  regimeParameters: { window },
});

it("goes by how much larger a size is, not by how many more", () => {
  const [small, large] = [place(10, 1), place(1000, 1)];
  expect(mostLike(place(90, 1), [small, large])).toBe(small);
  expect(mostLike(place(110, 1), [small, large])).toBe(large);
});

it("takes what differs in the fewest ways", () => {
  const [design, regime, both] = [place(10, 0, "fresh"), place(10, 0, "fixed", 6), place(10, 0, "fresh", 6)];
  expect(mostLike(place(10, 0), [both, regime, design])).toBe(design);
  expect(mostLike(place(10, 0, "fresh", 6), [design, both])).toBe(both);
});

it("takes the first where all are alike, and none where there is none", () => {
  const [first, second] = [place(5, -1), place(5, -2)];
  expect(mostLike(place(5, -3), [first, second])).toBe(first);
  expect(mostLike(place(5, 1), [])).toBeUndefined();
});
