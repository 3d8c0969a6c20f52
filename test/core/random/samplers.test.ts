import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { normals, subsample, uniforms } from "../../../src/core/random/samplers.ts";

const lanes: Lanes = { key: [2024, 1030], first: 0, count: 1000 };
const at: Address = { generation: 3, draw: 1, part: 2 };

it("makes empty batches", () => {
  const nothing = new Float64Array(0);
  uniforms(nothing, lanes, at, 0);
  subsample(new Uint32Array(0), lanes, 0, at, 5, 0);
  expect(nothing.length).toBe(0);
});

/** A change here is a change of every number: raise `numericsVersion` with it, and say so in the changelog. */
it("makes the numbers that it always made", () => {
  const few = { ...lanes, count: 2 };
  const [u, z] = [new Float64Array(4), new Float64Array(4)];
  uniforms(u, few, at, 2);
  normals(z, few, at, 2);
  const subset = new Uint32Array(5);
  subsample(subset, few, 1, at, 100, 5);
  expect({ u: [...u], z: [...z], subset: [...subset] }).toMatchInlineSnapshot(`
    {
      "subset": [
        3,
        13,
        29,
        35,
        86,
      ],
      "u": [
        0.16928735139571127,
        0.9552008113542879,
        0.13789095365608606,
        0.29793301947205764,
      ],
      "z": [
        0.17915620865365503,
        -0.5892605053664222,
        -0.17461935186674277,
        -0.5337890089327405,
      ],
    }
  `);
});
