import { expect, it } from "vitest";
import { PastModels } from "../../../src/core/families/past-models.ts";
import { base, memoryDoubles, memoryWords, reserve } from "../../../src/core/random/kernel.ts";

const value = (lane: number, from: number, e: number): number => 1000 * lane + 10 * from + e;

/** Models of two numbers of three lanes, by generation. */
const modelsAt = (from: number): Float64Array =>
  Float64Array.from({ length: 6 }, (_, i) => value(i >> 1, from, i & 1));

it.each([2, 30])("places the models of points, of few generations and of many: %i points", (count) => {
  const past = new PastModels(3, 2, (out, at, models, lane) => {
    out.set(models.subarray(2 * lane, 2 * lane + 2), at);
  });
  for (let generation = 1; generation <= 40; generation++) {
    const sources = Array.from({ length: generation }, (_, from) => ({
      whole: { from, size: 7 },
      // The newest model lies where the next one will.
      models: from === generation - 1 ? modelsAt(from) : new Float64Array(6),
    }));
    past.hold(sources);
    const froms = Uint32Array.from({ length: count }, (_, k) => (7 * k) % generation);
    const [numbers, to] = [base / 4, base / 8 + 16];
    for (const lane of [0, 2]) {
      reserve(base + 128 + 8 * past.room(count));
      memoryWords().set(froms, numbers);
      past.place(lane, numbers, count, to);
      froms.forEach((from, k) => {
        const at = to + 2 * memoryWords()[numbers + k]!;
        expect([...memoryDoubles().subarray(at, at + 2)]).toEqual([
          value(lane, from, 0),
          value(lane, from, 1),
        ]);
      });
    }
    memoryDoubles().fill(0, to, to + past.room(count));
  }
});
