/** What one kernel figure is about: chains of one cell. Parameters keep the names they have in a spec. */
export interface Workload {
  readonly name: string;
  readonly family: "gaussian" | "linear-regression";
  readonly regime: "replace" | "accumulate" | "accumulate-subsample";
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly generations: number;
  /** The metric that holds the squared error of the location, by which contestants are compared. */
  readonly error: string;
}

const regimes = ["replace", "accumulate", "accumulate-subsample"] as const;

/** Every kernel workload: a batch holds 100 observations, a chain 100 generations. */
export const workloads: readonly Workload[] = [
  ...[1, 3].flatMap((dimension) => gaussian(dimension)),
  ...["fixed", "fresh"].flatMap((design) => linearRegression(design)),
];

function gaussian(dimension: number): Workload[] {
  return regimes.map((regime) => ({
    name: `gaussian d=${dimension} ${regime}`,
    family: "gaussian",
    regime,
    parameters: { samples: 100, dimension },
    generations: 100,
    error: "squared_error_mean",
  }));
}

function linearRegression(design: string): Workload[] {
  return regimes.map((regime) => ({
    name: `linear-regression d=10 ${design} ${regime}`,
    family: "linear-regression",
    regime,
    parameters: { samples: 100, dimension: 10, design },
    generations: 100,
    error: "test_error",
  }));
}
