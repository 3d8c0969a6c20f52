import { isDeepStrictEqual } from "node:util";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import { openCohort } from "../../../src/core/open.ts";
import { identifyCell } from "../../../src/spec/identify.ts";
import { cellOf, type Raw, step } from "../families/chains.ts";

/** One call of the module for random numbers: elements `first` … `last` of some replicates at an address. */
interface Call {
  readonly sampler: string;
  readonly stream: string;
  readonly replicates: readonly [number, number];
  readonly elements: readonly [number, number];
}

const calls: Call[] = vi.hoisted(() => []);

// The module itself, but for what it is asked for being written down.
vi.mock(import("../../../src/core/random/kernel.ts"), async (original) => {
  const module = await original();
  const { kernel } = module;
  let stream = "";
  const batches = (["uniforms", "normals"] as const).map((sampler) => [
    sampler,
    (...given: Parameters<typeof kernel.uniforms>) => {
      const [, , replicate, lanes, first, n] = given;
      const replicates = [replicate, replicate + lanes - 1] as const;
      calls.push({ sampler, stream, replicates, elements: [first, first + n - 1] });
      kernel[sampler](...given);
    },
  ]);
  const singles = (["normalsAbout", "gammas", "poissons", "binomials", "hypergeometrics"] as const).map(
    (sampler) => [
      sampler,
      (...given: Parameters<typeof kernel.hypergeometrics>) => {
        const [, , , replicate, lanes] = given;
        calls.push({ sampler, stream, replicates: [replicate, replicate + lanes - 1], elements: [0, 0] });
        kernel[sampler](...given);
      },
    ],
  );
  const subsets = (["subset", "sparseSubset"] as const).map((sampler) => [
    sampler,
    (...given: Parameters<typeof kernel.subset>) => {
      calls.push({ sampler: "subset", stream, replicates: [given[5], given[5]], elements: [0, given[4]] });
      kernel[sampler](...given);
    },
  ]);
  const records = (...given: Parameters<typeof kernel.records>) => {
    const [, , , width, replicate, lanes] = given;
    const replicates = [replicate, replicate + lanes - 1] as const;
    calls.push({ sampler: "records", stream, replicates, elements: [0, width - 1] });
    kernel.records(...given);
  };
  const severalSubsets = (...given: Parameters<typeof kernel.subsets>) => {
    const [, , , , n, replicate, lanes] = given;
    calls.push({
      sampler: "subset",
      stream,
      replicates: [replicate, replicate + lanes - 1],
      elements: [0, n],
    });
    kernel.subsets(...given);
  };
  const seen = (from: number, column: number, count: number) => {
    const words = module.memoryWords();
    const key = stream.split(",").slice(0, 2);
    // Points are drawn again whenever they are seen, as single numbers are: their streams are what counts.
    const streams = new Set<string>();
    for (let at = from / 4; at < from / 4 + count; at++) {
      const [place, generation] = [words[at + column / 4]!, words[at + column / 2]!];
      streams.add([...key, place & 255, place >>> 8, generation].join());
    }
    for (const each of streams)
      calls.push({ sampler: "points", stream: each, replicates: [1, 0], elements: [1, 0] });
  };
  const points = (...given: Parameters<typeof kernel.normalsOfPoints>) => {
    seen(given[2], given[3], given[4]);
    kernel.normalsOfPoints(...given);
  };
  const sums = (
    ["exponentialsOfPoints", "geometricsOfPoints", "onesOfPoints", "poissonsOfPoints"] as const
  ).map((sampler) => [
    sampler,
    (...given: Parameters<typeof kernel.onesOfPoints>) => {
      const [, , from, column, , , , lanes, perLane] = given;
      seen(from, column, lanes * perLane);
      kernel[sampler](...given);
    },
  ]);
  const single = (["uniformsAt", "normalsAt"] as const).map((sampler) => [
    sampler,
    (...given: Parameters<typeof kernel.uniformsAt>) => {
      const law = sampler.slice(0, -2);
      calls.push({ sampler: law, stream, replicates: [given[4], given[4]], elements: [1, 0] });
      kernel[sampler](...given);
    },
  ]);
  const drawn = (draws: number, replicate: number) =>
    calls.push({
      sampler: "symbols",
      stream,
      replicates: [replicate, replicate],
      elements: [0, draws - 1],
    });
  const drawnOfLanes = (of: string, sampler: string, replicate: number, lanes: number) =>
    calls.push({ sampler, stream: of, replicates: [replicate, replicate + lanes - 1], elements: [0, 1] });
  const symbols = {
    multinomial: (...given: Parameters<typeof kernel.multinomial>) => {
      drawn(given[3], given[5]);
      kernel.multinomial(...given);
    },
    chosenCounts: (...given: Parameters<typeof kernel.chosenCounts>) => {
      calls.push({ sampler: "choice", stream, replicates: [given[5], given[5]], elements: [0, given[3]] });
      kernel.chosenCounts(...given);
    },
    drawnLanes: (...given: Parameters<typeof kernel.drawnLanes>) => {
      drawnOfLanes(stream, "urn", given[4], given[3]);
      kernel.drawnLanes(...given);
    },
    replacedLanes: (...given: Parameters<typeof kernel.replacedLanes>) => {
      drawnOfLanes(stream, "symbols", given[4], given[3]);
      kernel.replacedLanes(...given);
    },
    pooledLanes: (...given: Parameters<typeof kernel.pooledLanes>) => {
      drawnOfLanes(stream, "symbols", given[4], given[3]);
      kernel.pooledLanes(...given);
    },
    chosenLanes: (...given: Parameters<typeof kernel.chosenLanes>) => {
      const [key0, key1] = stream.split(",");
      const [place, choice, generation] = given.slice(7) as [number, number, number];
      for (const [at, sampler] of [
        [place, "symbols"],
        [choice, "choice"],
      ] as const)
        drawnOfLanes([key0, key1, at & 255, at >>> 8, generation].join(), sampler, given[4], given[3]);
      kernel.chosenLanes(...given);
    },
  };
  const address = (...given: Parameters<typeof kernel.address>) => {
    stream = given.join();
    kernel.address(...given);
  };
  return {
    ...module,
    kernel: {
      ...kernel,
      ...Object.fromEntries([...batches, ...singles, ...subsets, ...single, ...sums]),
      ...symbols,
      address,
      records,
      subsets: severalSubsets,
      normalsOfPoints: points,
    },
  };
});

beforeEach(() => {
  calls.length = 0;
});

const families: readonly (readonly [string, Raw])[] = [
  ["bernoulli", { samples: 20, p: 0.3 }],
  ["beta", { samples: 20 }],
  ["construction-1", { samples: 10 }],
  ["construction-2", { samples: 30 }],
  ["discrete", { samples: 20, symbols: 6 }],
  ["exponential", { samples: 20 }],
  ["gaussian", { samples: 20 }],
  ["gaussian", { samples: 20, dimension: 3 }],
  ["gaussian-mixture", { samples: 10, means: [-1, 1], form: "symmetric", fit: "joint" }],
  ["gaussian-mixture", { samples: 10, means: [-1, 1], form: "symmetric", fit: "approximate" }],
  ["gaussian-process", { samples: 20, variance: 1.5 }],
  ["geometric", { samples: 20, p: 0.4 }],
  ["kde", { samples: 10, data: "moons", test_points: 20 }],
  ["linear-regression", { samples: 20, dimension: 3 }],
  ["linear-regression", { samples: 20, dimension: 3, design: "fresh" }],
  ["logistic-regression", { samples: 100, dimension: 2 }],
  ["poisson", { samples: 20, mean: 2 }],
  ["poisson-regression", { samples: 50, dimension: 2 }],
];
const regimes: readonly (readonly [string, Raw])[] = [
  ["replace", {}],
  ["accumulate", {}],
  ["accumulate-subsample", {}],
  ["replace-multiple", {}],
  ["fixed-real", {}],
  ["fresh-real", {}],
  ["regenerate", {}],
  ["window", { width: 2 }],
  ["mixture", { beta: 0.4, gamma: 0.1 }],
  ["real-share", { shares: [0.5, 0.2, 0] }],
  ["weights", { weights: [3, 2, 1], real: 0.5 }],
];

/** These do not keep what they drew, but draw it again: the same calls come back. */
const replaying = ["kde", "gaussian-mixture"];

/** Every pair of calls that read one stream for two purposes, or one number of it twice. */
function collisions(replays: boolean): string[] {
  const found: string[] = [];
  const byStream = new Map<string, Call[]>();
  for (const call of calls) byStream.set(call.stream, [...(byStream.get(call.stream) ?? []), call]);
  for (const [stream, here] of byStream) {
    const samplers = new Set(here.map(({ sampler }) => sampler));
    if (samplers.size > 1) found.push(`${stream}: ${[...samplers].join(" and ")}`);
    here.forEach((one, i) => {
      for (const other of here.slice(0, i))
        if (
          !(replays && isDeepStrictEqual(one, other)) &&
          meet(one.replicates, other.replicates) &&
          meet(one.elements, other.elements)
        )
          found.push(
            `${stream}: ${one.sampler} twice, replicates ${one.replicates.join(" to ")}, elements ${one.elements.join(" to ")}`,
          );
    });
  }
  return found;
}

function meet(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] <= one[1] && other[0] <= other[1] && one[0] <= other[1] && other[0] <= one[1];
}

// Replicates, generations, draws and parts are fields of the counter (kernel.test.ts); what a field is used for twice
// would still meet.
describe.each(families)("%s %j", (family, raw) => {
  it.each(regimes)("reads no random number twice, nor for two purposes: %s", (regime, own) => {
    const cell = cellOf(family, raw, regime, 3, own);
    let cohort: ReturnType<typeof openCohort>;
    try {
      cohort = openCohort({ cell, first: 0, count: 3 });
    } catch (error) {
      expect(error).toBeInstanceOf(ParameterError);
      return;
    }
    for (let generation = 0; generation < 5; generation++) step(cohort, family, 3);
    expect(calls.length).toBeGreaterThan(3);
    expect(collisions(replaying.includes(family))).toEqual([]);
  });
});

it("gives different cells different keys", () => {
  const keys = new Set<string>();
  const cells = 20_000;
  for (let i = 0; i < cells; i++) {
    const seed = i % 100;
    const parameters = { samples: 1 + Math.floor(i / 100), divisor: "n" };
    const { key } = identifyCell(
      { family: "gaussian", parameters, regime: "replace", regimeParameters: {} },
      seed,
    );
    keys.add(key.join());
  }
  expect(keys.size).toBe(cells);
});
