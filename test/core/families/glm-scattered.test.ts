import { expect, it } from "vitest";
import { cellOf, run } from "./chains.ts";

it.each([["logistic-regression", 0.5] as const, ["poisson-regression", 0.3] as const])(
  "draws single labels as those of a whole batch: %s",
  (family, signal) => {
    const parameters = { samples: 301, dimension: 3, signal };
    const [whole, single] = ["accumulate", "accumulate-subsample"].map(
      (regime) => run(cellOf(family, parameters, regime, 5), 1, 40)[0]!.metrics["squared_error"]!,
    );
    whole!.forEach((error, lane) => expect(single![lane]! / error).toBeCloseTo(1, 9));
  },
);
