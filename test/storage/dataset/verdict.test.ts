import { describe, expect, it } from "vitest";
import { compare } from "../../../src/storage/dataset/verdict.ts";

const measured = (mean: number, sd = 2, n = 100) => ({ n, mean, sd });
const exact = { kind: "exact", value: 10, source: "" } as const;

describe("a verdict", () => {
  it("counts standard errors of the sample", () => {
    expect(compare(measured(10.5), exact)).toEqual({ ratio: 1.05, z: 2.5, verdict: "agrees" });
    expect(compare(measured(10.84), exact).verdict).toBe("differs");
    expect(compare(measured(9.16), exact).verdict).toBe("differs");
  });

  it("counts standard errors of theory where it has them, with a single chain too", () => {
    expect(compare(measured(10.81), { ...exact, sd: 4 })).toMatchObject({ verdict: "agrees" });
    expect(compare({ n: 1, mean: 13, sd: null }, { ...exact, sd: 1 })).toMatchObject({
      z: 3,
      verdict: "agrees",
    });
  });

  it("allows for a spread that few replicates know badly, as Student's law has it", () => {
    // Of 10 replicates 7.0 standard errors are exceeded as rarely as 4 of a known spread; one is 0.632.
    expect(compare(measured(14.3, 2, 10), exact).verdict).toBe("agrees");
    expect(compare(measured(14.5, 2, 10), exact).verdict).toBe("differs");
    expect(compare(measured(14.3, 2, 10), { ...exact, sd: 2 }).verdict).toBe("differs");
    // Of two the law is Cauchy's, whose quantile is cot(π p / 2), and one standard error is 2.
    const far = 2 / Math.tan((Math.PI / 2) * 6.334e-5);
    expect(compare(measured(10 + 0.99 * far, 2 * Math.SQRT2, 2), exact).verdict).toBe("agrees");
    expect(compare(measured(10 + 1.01 * far, 2 * Math.SQRT2, 2), exact).verdict).toBe("differs");
  });

  it("gives an asymptotic value its slack", () => {
    const limit = { ...exact, kind: "asymptotic" } as const;
    expect(compare(measured(11.7), { ...limit, slack: 0.1 }).verdict).toBe("agrees");
    expect(compare(measured(11.84), { ...limit, slack: 0.1 }).verdict).toBe("differs");
    expect(compare(measured(11.7), limit).verdict).toBe("differs");
  });

  it("looks at one side of a bound", () => {
    const [lower, upper] = [{ ...exact, kind: "lower" } as const, { ...exact, kind: "upper" } as const];
    expect([5, 9.3, 99].map((mean) => compare(measured(mean), lower).verdict)).toEqual([
      "differs",
      "agrees",
      "agrees",
    ]);
    expect([5, 10.7, 99].map((mean) => compare(measured(mean), upper).verdict)).toEqual([
      "agrees",
      "agrees",
      "differs",
    ]);
  });

  it("takes rounding for agreement where all chains give one number", () => {
    const constant = { ...exact, sd: 0 };
    expect(compare(measured(10 + 1e-12, 0), constant)).toMatchObject({ z: null, verdict: "agrees" });
    expect(compare(measured(10.1, 0), constant).verdict).toBe("differs");
    expect(compare(measured(0, 0), { ...exact, value: 0 })).toEqual({
      ratio: null,
      z: null,
      verdict: "agrees",
    });
  });

  it("leaves room for what a sample without spread cannot have seen", () => {
    // One chain in a thousand with another 10 would not show in 100 chains; one in ten would.
    expect(compare(measured(10, 0), { ...exact, value: 10.01 }).verdict).toBe("agrees");
    expect(compare(measured(10, 0), { ...exact, value: 11.5 }).verdict).toBe("differs");
    expect(compare(measured(10, 0, 10_000), { ...exact, value: 10.1 }).verdict).toBe("differs");
  });

  it("does not trust a spread smaller than theory's least, and does a larger one", () => {
    const skewed = { ...exact, leastSd: 4 };
    expect(compare(measured(8.5, 1), exact)).toMatchObject({ z: -15, verdict: "differs" });
    expect(compare(measured(8.5, 1), skewed)).toMatchObject({ z: -3.75, verdict: "agrees" });
    expect(compare(measured(8.3, 1), skewed).verdict).toBe("differs");
    expect(compare(measured(8, 6), skewed).verdict).toBe("agrees");
  });

  it("lets rare events come as a skewed number of them", () => {
    // Half an event is expected of 100 chains, and 6 of them have a probability of 1.4e-5; 5 have one of 1.7e-4.
    const event = { kind: "exact", value: 0.005, sd: Math.sqrt(0.005 * 0.995), jump: 1, source: "" } as const;
    expect(compare(measured(0.05), event).verdict).toBe("agrees");
    expect(compare(measured(0.06), event).verdict).toBe("differs");
  });

  it("moves a sample without spread by what one event changes", () => {
    // One symbol of two, lost once in 500 chains: 40 chains in which it is not lost say nothing against that.
    const unseen = { ...exact, value: 0.001, jump: 0.5 };
    expect(compare(measured(0, 0, 40), unseen).verdict).toBe("agrees");
    expect(compare(measured(0, 0, 40_000), unseen).verdict).toBe("differs");
  });

  it("has none without a mean or a spread", () => {
    expect(compare({ n: 0, mean: null, sd: null }, exact)).toEqual({ ratio: null, z: null, verdict: null });
    expect(compare({ n: 1, mean: 11, sd: null }, exact).verdict).toBeNull();
    expect(compare(measured(Number.POSITIVE_INFINITY), exact)).toEqual({
      ratio: null,
      z: null,
      verdict: null,
    });
  });
});
