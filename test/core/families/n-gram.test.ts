import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { openCohort } from "../../../src/core/open.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { untied } from "./agreement.ts";
import { cellOf, expectMean, expectSameLaw, type Raw, run, runUnder, step } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

const family = "n-gram";
const rhyme = `Solomon Grundy, born on a Monday, christened on Tuesday, married on Wednesday, took ill on Thursday,
worse on Friday, died on Saturday, buried on Sunday: that was the end of Solomon Grundy.`;

function cell(raw: Raw, regime: string, seed: number, text: string = rhyme) {
  return cellOf(family, { text: "rhyme.txt", ...raw }, regime, seed, {}, { text });
}

describe("laws", () => {
  const files = { text: rhyme };
  const text = "rhyme.txt";
  obeysFamilyLaws(family, [
    { parameters: { text, samples: 12 }, regime: "replace", files },
    { parameters: { text, order: 2, samples: 20, run: 7 }, regime: "replace", files },
    { parameters: { text, order: 3, samples: 15 }, regime: "accumulate", files },
    { parameters: { text, order: 2, samples: 10, run: 4 }, regime: "accumulate-subsample", files },
    { parameters: { text, order: 2, samples: 5, run: 2 }, regime: "replace-multiple", files },
  ]);

  it.each([
    [{ text: "" }, "parameters.text must be the path"],
    [{ order: 0 }, "parameters.order must be a whole number from 1 to 16"],
    [{ run: 0 }, "parameters.run must be a whole number from 1 to 65536"],
    [{ samples: -1 }, "parameters.samples must be a whole number from 0"],
  ])("refuses %j", (raw, message) => {
    expect(() => cell(raw, "replace", 1)).toThrow(message);
  });

  it("refuses a text that leaves no choice, and takes the smallest that does", () => {
    expect(() => cell({}, "replace", 1, "one One ONE!")).toThrow("a text with two distinct n-grams");
    expect(() => cell({ order: 2 }, "replace", 1, "one two")).toThrow("a text with two distinct n-grams");
    expect(cell({}, "replace", 1, "one two").parameters["samples"]).toBe(2);
  });

  it("writes as much as the text has unless told otherwise", () => {
    expect(cell({}, "replace", 1).parameters["samples"]).toBe(32);
    expect(cell({ order: 3 }, "replace", 1).parameters["samples"]).toBe(30);
    expect(cell({ samples: 7 }, "replace", 1).parameters["samples"]).toBe(7);
  });
});

/** A law of letters as a text, and the same law as weights. */
const letters = { text: `${"a ".repeat(8)}${"b ".repeat(4)}${"c ".repeat(3)}d`, weights: [8, 4, 3, 1] };

describe("a unigram model", () => {
  const discreteCell = cellOf(
    "discrete",
    { samples: 9, distribution: "weights", weights: letters.weights },
    "replace",
    5,
  );
  const unigram = cell({ samples: 9 }, "replace", 5, letters.text);

  it("is a discrete law: the same chains from the same streams", () => {
    const [ours, theirs] = [run(unigram, 12, 40), run(discreteCell, 12, 40)];
    for (const [g, { metrics, status }] of theirs.entries()) {
      expect(ours[g]!.status).toEqual(status);
      for (const [name, values] of Object.entries(metrics))
        values.forEach((value, lane) => expect(ours[g]!.metrics[name]![lane]).toBeCloseTo(value, 12));
    }
  });

  it("has all that theory says of discrete laws", () => {
    let said = 0;
    for (const name of Object.keys(run(discreteCell, 1, 1)[0]!.metrics))
      for (const generation of [1, 4, 20]) {
        expect(predictions(unigram, name, generation)).toEqual(predictions(discreteCell, name, generation));
        said += predictions(unigram, name, generation).length;
      }
    expect(said).toBeGreaterThan(10);
    expect(predictions(cell({ order: 2, samples: 9 }, "replace", 5, letters.text), "support", 4)).toEqual([]);
  });

  it("does not predict its own next word any better from the words before", () => {
    for (const { metrics } of run(unigram, 3, 20)) {
      expect(
        metrics["conditional_entropy"]!.map((value, lane) =>
          Math.abs(value - metrics["entropy"]![lane]!),
        ).every((gap) => gap < 1e-12),
      ).toBe(true);
      expect(metrics["ngrams"]).toEqual(metrics["support"]);
    }
  });
});

describe("a bigram model", () => {
  // a is followed by b twice and by c once, b by a twice, c by a once; the text's last word has a next one everywhere.
  const text = "a b a c a b a";

  it("writes words as often as its chain has them", () => {
    // Runs of one word are independent n-grams: ab 1/3, ac 1/6, ba 1/3, ca 1/6.
    const [first] = run(cell({ order: 2, samples: 1, run: 1 }, "replace", 7, text), 1, 8000);
    expectMean(first!.metrics["ngram_tv"]!, 1 - (4 + 4 + 1 + 1) / 36);
  });

  it("alternates as its text does", () => {
    // A run goes a?a?a?… : with runs of 100 words, half of the words are a, but for half a word at an end.
    const { metrics } = run(cell({ order: 2, samples: 1000, run: 100 }, "replace", 8, text), 1, 50)[0]!;
    for (const value of metrics["tv"]!) expect(value).toBeLessThan(0.12);
  });

  it("has the perplexity of its text, where it lost nothing", () => {
    // Only after a is there a choice: 2/3 and 1/3. With 10,000 words the fitted share is within 0.03 of it.
    const rows = run(cell({ order: 2, samples: 10_000 }, "replace", 9, text), 1, 20)[0]!.metrics;
    const exact = Math.exp((2 * Math.log(3 / 2) + Math.log(3)) / 6);
    for (const [lane, value] of rows["perplexity"]!.entries()) {
      expect(rows["missing_mass"]![lane]).toBe(0);
      expect(value).toBe(rows["perplexity_seen"]![lane]);
      expect(value).toBeGreaterThanOrEqual(exact - 1e-12);
      expect(value).toBeLessThan(exact * 1.003);
    }
  });

  it("has no perplexity where it lost an n-gram", () => {
    const rows = run(cell({ order: 2, samples: 2 }, "replace", 10), 1, 100)[0]!;
    expect(rows.metrics["perplexity"]!.every(Number.isNaN)).toBe(true);
    expect(rows.status.every((code) => code === 0)).toBe(true);
    for (const name of ["missing_mass", "perplexity_seen"])
      expect(rows.metrics[name]!.every((value) => value > 0)).toBe(true);
  });

  it("is absorbed when one n-gram is left", () => {
    const end = run(cell({ order: 2, samples: 4, run: 2 }, "replace", 11), 200, 30).at(-1)!;
    expect(Array.from(end.status)).toEqual(Array(30).fill(statuses.indexOf("absorbed")));
    for (const [name, value] of Object.entries({
      ngrams: 1,
      support: 1,
      entropy: 0,
      conditional_entropy: 0,
      perplexity_seen: 1,
      collapsed: 1,
    }))
      expect(Array.from(end.metrics[name]!)).toEqual(Array(30).fill(value));
  });

  it("writes single words again as it wrote them", () => {
    const every = (g: number): Training => ({
      draws: [{ from: g - 1, size: 30 }],
      keeps: "all",
      sees: 30 * g,
    });
    const raw = { order: 2, samples: 30, run: 7 };
    const points = runUnder(every, cell(raw, "accumulate", 12), 5, 40);
    const whole = run(cell(raw, "accumulate", 12), 5, 40);
    points.forEach(({ metrics }, g) => expect(metrics).toEqual(whole[g]!.metrics));
  });

  it("remembers what is left of its text, and no more", () => {
    const cohort = openCohort({ cell: cell({ order: 2, samples: 6 }, "replace", 13), first: 0, count: 20 });
    for (let g = 0; g < 10; g++) step(cohort, family, 20);
    // [n-grams left, n-grams, running counts] for no more n-grams than ever were drawn, and a status.
    expect(cohort.save().length).toBe(20 * (1 + 1 + 2 * 6));
  });
});

it("keeps the order of longer n-grams", () => {
  // Of the trigrams of this text every context has one continuation, so runs repeat the text.
  const text = "one two three four five six seven eight";
  const { metrics } = run(cell({ order: 3, samples: 600, run: 3 }, "replace", 14, text), 1, 10)[0]!;
  expect(metrics["conditional_entropy"]!.every((value) => value === 0)).toBe(true);
  expect(metrics["ngrams"]!.every((value) => value === 6)).toBe(true);
});

it("loses words under replacement sooner with a longer memory of a shorter text", () => {
  const left = (order: number, seed: number) =>
    run(cell({ order, samples: 28 }, "replace", seed), 8, 500).at(-1)!.metrics["missing_mass"]!;
  const [one, two] = [left(1, 15), left(2, 16)];
  expect(two.reduce((sum, x) => sum + x, 0)).toBeGreaterThan(one.reduce((sum, x) => sum + x, 0));
  expectSameLaw(untied(left(1, 17)), untied(one));
});
