import { expect, it } from "vitest";
import { familyNamed } from "../../src/core/families/registry.ts";

/** Values with which doubles would overflow, round everything off, or not end: named before anything runs. */
it.each([
  ["gaussian", { samples: 5, mean: 1e18 }, "parameters.mean must be within 1e8 standard deviations of 0"],
  ["gaussian", { samples: 5, mean: 1, sd: 1e-9 }, "within 1e8 standard deviations"],
  ["gaussian", { samples: 5, sd: 1e200 }, "parameters.sd must be from 1e-100 to 1e100; got 1e+200"],
  ["poisson", { samples: 1, mean: 1e300 }, "1e-100 to 1e14 / samples, 100000000000000; got 1e+300"],
  ["poisson", { samples: 1e6, mean: 1e9 }, "1e14 / samples, 100000000; got 1000000000"],
  ["geometric", { samples: 1, p: 1e-300 }, "parameters.p must be such that the mean of a count"],
  ["linear-regression", { samples: 9, dimension: 2, noise: 1e200 }, "parameters.noise must be from 1e-100"],
  ["linear-regression", { samples: 9, dimension: 2, signal: 1e200 }, "parameters.signal must be from 0 to"],
  [
    "discrete",
    { samples: 9, distribution: "weights", weights: [1e308, 1e308] },
    "weights[0] must be 0, or from",
  ],
  [
    "discrete",
    { samples: 9, distribution: "weights", weights: [1, 1e-320] },
    "weights[1] must be 0, or from",
  ],
  ["discrete", { samples: 9, distribution: "weights", weights: [0, 0] }, "two numbers above 0; got [0,0]"],
  [
    "discrete",
    { samples: 9, distribution: "zipf", symbols: 5, zipf_a: 1000 },
    "parameters.zipf_a must be so near",
  ],
  ["discrete", { samples: 9, distribution: "zipf", symbols: 5, zipf_a: 30, zipf_b: -0.999999999 }, "zipf_a"],
  ["discrete", { samples: 9, distribution: "zipf", symbols: 5, zipf_a: 3, zipf_b: 1e300 }, "zipf_a"],
] as const)("%s %j is refused: %s", (family, raw, message) => {
  expect(() => familyNamed(family).parse(raw)).toThrow(message);
});

it.each([
  ["gaussian", { samples: 5, mean: 1e8 }],
  ["poisson", { samples: 100, mean: 1e12 }],
  ["geometric", { samples: 1, p: 1e-14 }],
  ["discrete", { samples: 9, distribution: "zipf", symbols: 10_000_000, zipf_a: 30 }],
] as const)("%s %j is not", (family, raw) => {
  expect(() => familyNamed(family).parse(raw)).not.toThrow();
});
