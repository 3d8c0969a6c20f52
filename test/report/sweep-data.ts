import type { ParameterValue } from "../../src/core/cell.ts";
import type { CellRow, ReportCell, ReportData } from "../../src/report/data.ts";

/** A row with nothing in it but what is given. */
export function row(given: Partial<CellRow> = {}): CellRow {
  const none = { mean: null, sd: null, se: null, q05: null, q25: null, q50: null, q75: null, q95: null };
  const untested = { theoryValue: null, theoryKind: null, theorySource: null, theorySlack: null };
  return {
    cellId: "c1",
    metric: "test_error",
    generation: 1,
    n: 100,
    ...none,
    ...untested,
    ratio: null,
    z: null,
    verdict: null,
    ...given,
  };
}

/** A measured row `z` standard errors away from its theory. */
export function tested(
  cellId: string,
  generation: number,
  theory: number,
  z: number,
  given: Partial<CellRow> = {},
): CellRow {
  const se = Math.abs(theory) / 20;
  const mean = theory + z * se;
  return row({
    cellId,
    generation,
    mean,
    se,
    sd: se * 10,
    q05: theory * 0.3,
    q25: theory * 0.6,
    q50: theory * 0.9,
    q75: theory * 1.3,
    q95: theory * 2,
    theoryValue: theory,
    theoryKind: "exact",
    theorySource: "Theorem 1",
    ratio: mean / theory,
    z,
    verdict: Math.abs(z) > 4 ? "differs" : "agrees",
    ...given,
  });
}

export function cell(id: string, axes: Record<string, ParameterValue>): ReportCell {
  const { regime = "replace", family = "linear-regression", ...parameters } = axes;
  return { id, family: String(family), regime: String(regime), parameters, axes };
}

export function sweep(given: Partial<ReportData> = {}): ReportData {
  return {
    sweep: {
      id: "small-0123456789",
      name: "small",
      specDigest: "ab".repeat(32),
      seed: 7,
      generations: 5,
      replicates: 100,
      replicatesVary: false,
      chains: 100,
      rows: 500,
      wallSeconds: 1.5,
      computeSeconds: null,
      versions: { ouroboros: "0.1.0" },
      store: "file:///data/store",
      spec: "name: small\n",
      datasetDigest: null,
      cellFiles: ["cells/00000001-000004-0a1b2c3d.parquet"],
    },
    axes: [],
    cells: [],
    metrics: [{ name: "test_error", unit: "", meaning: "squared distance from the truth" }],
    rows: [],
    outcomes: [],
    failures: [],
    ...given,
  };
}

/** Three regimes by three sample sizes over five generations; every z is 0.5. */
export function grid(): ReportData {
  const regimes = ["replace", "accumulate", "accumulate-subsample"];
  const cells = regimes.flatMap((regime) =>
    [32, 100, 316].map((samples) => cell(`${regime}-${samples}`, { samples, regime })),
  );
  const growth = (regime: string, g: number): number => (regime === "replace" ? g : 1.6 - 0.6 / g);
  const rows = cells.flatMap((each) =>
    [1, 2, 3, 4, 5].map((g) =>
      tested(each.id, g, (10 / Number(each.axes["samples"])) * growth(each.regime, g), 0.5),
    ),
  );
  return sweep({ axes: ["samples", "regime"], cells, rows });
}
