import { describe, expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { normals, uniforms } from "../../../src/core/random/samplers.ts";
import { counted, expectFit, expectMean, laws } from "./golden.ts";

const at: Address = { generation: 1, draw: 0, part: 0 };
const lanesOf = (count: number, seed = 1): Lanes => ({ key: [seed, 0x5eed], first: 0, count });

describe("uniforms", () => {
  const [count, perLane] = [1000, 1000];
  const values = new Float64Array(count * perLane);
  uniforms(values, lanesOf(count), at, perLane);

  it("lie in the open interval", () => {
    expect(values.every((u) => u > 0 && u < 1)).toBe(true);
  });

  it.each([1, 2 ** 8, 2 ** 20, 2 ** 44])("fill 256 bins evenly after the point is moved by %d", (scale) => {
    const bins = new Array<number>(256).fill(0);
    for (const u of values) bins[Math.floor(((u * scale) % 1) * 256)]!++;
    expectFit(bins);
  });

  it.each([
    ["elements", 1],
    ["elements of neighbouring blocks", 2],
    ["lanes", perLane],
  ])("are independent of their neighbours among %s", (_, distance) => {
    const bins = new Array<number>(256).fill(0);
    // Disjoint pairs, so that Pearson's law holds.
    for (let i = 0; i + distance < values.length; i++)
      if (Math.floor(i / distance) % 2 === 0)
        bins[16 * Math.floor(values[i]! * 16) + Math.floor(values[i + distance]! * 16)]!++;
    expectFit(bins);
  });

  it.each([
    ["generation", { ...at, generation: 2 }],
    ["draw", { ...at, draw: 1 }],
    ["part", { ...at, part: 1 }],
  ])("are independent of those of the next %s", (_, next) => {
    const others = new Float64Array(values.length);
    uniforms(others, lanesOf(count), next, perLane);
    const bins = new Array<number>(256).fill(0);
    values.forEach((u, i) => {
      bins[16 * Math.floor(u * 16) + Math.floor(others[i]! * 16)]!++;
    });
    expectFit(bins);
  });
});

describe("normals", () => {
  const { draws, edges, tails, tailEdge, tailEdges } = laws.normal;
  const values = new Float64Array(draws);
  normals(values, lanesOf(1000, 2), at, draws / 1000);

  it("fill 200 equally likely bins evenly", () => {
    expectFit(counted(values, edges));
  });

  it.each(tails)("lie beyond $beyond as often as they should", ({ beyond, between: [fewest, most] }) => {
    let count = 0;
    for (const x of values) if (Math.abs(x) > beyond) count++;
    expect(count).toBeGreaterThanOrEqual(fewest);
    expect(count).toBeLessThanOrEqual(most);
  });

  it("have the normal law in their tails, both alike", () => {
    // A tail that took every candidate would be off by 7 % in scale: that many draws tell it for certain.
    const beyond: number[] = [];
    const batch = new Float64Array(draws);
    for (let generation = 2; generation < 18; generation++) {
      normals(batch, lanesOf(1000, 2), { ...at, generation }, draws / 1000);
      for (const x of batch) if (Math.abs(x) > tailEdge) beyond.push(x);
    }
    const sizes = Float64Array.from(beyond, Math.abs);
    expectFit(counted(sizes, tailEdges));
    expectFit(
      counted(
        sizes,
        tailEdges.filter((_, i) => i % 5 === 4),
      ),
    );
    const left = beyond.filter((x) => x < 0).length;
    expectFit([left, beyond.length - left]);
  });

  it("have the moments of the normal law, up to the eighth", () => {
    const moment = (k: number) => {
      let product = k % 2 === 0 ? 1 : 0;
      for (let j = k - 1; j > 1 && product > 0; j -= 2) product *= j;
      return product;
    };
    const sums = new Float64Array(9);
    for (const x of values) for (let k = 1, power = x; k <= 8; k++, power *= x) sums[k]! += power;
    for (let k = 1; k <= 8; k++) expectMean(sums[k]!, draws, moment(k), moment(2 * k) - moment(k) ** 2);
  });

  it("are independent of their neighbours", () => {
    let [within, across] = [0, 0];
    for (let i = 0; i < draws; i += 2) within += values[i]! * values[i + 1]!;
    for (let i = 0; i + 4000 < draws; i++) across += values[i]! * values[i + 4000]!;
    expectMean(within, draws / 2, 0, 1);
    expectMean(across, draws - 4000, 0, 1);
  });
});
