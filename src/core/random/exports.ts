import type { PointKernel } from "./point-kernel.ts";
import type { SymbolKernel } from "./symbol-kernel.ts";

/** What the module under `assembly/` exports. Places are byte offsets in its memory. */
export interface Kernel extends PointKernel, SymbolKernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  base(): number;
  address(key0: number, key1: number, part: number, draw: number, generation: number): void;
  uniforms(out: number, scratch: number, replicate: number, lanes: number, first: number, n: number): void;
  normals(out: number, scratch: number, replicate: number, lanes: number, first: number, n: number): void;
  normalsAbout(out: number, scratch: number, sd: number, replicate: number, lanes: number): void;
  gammas(out: number, scratch: number, shape: number, replicate: number, lanes: number): void;
  poissons(out: number, scratch: number, times: number, replicate: number, lanes: number): void;
  binomials(out: number, scratch: number, trials: number, replicate: number, lanes: number): void;
  hypergeometrics(
    out: number,
    scratch: number,
    chosen: number,
    replicate: number,
    lanes: number,
    population: number,
  ): void;
  binomialOf(u: number, trials: number, p: number): number;
  onesOf(values: number, shares: number, n: number): void;
  poissonsOf(values: number, means: number, n: number, times: number): void;
  poissonOf(u: number, mean: number): number;
  uniformsAt(out: number, scratch: number, elements: number, n: number, replicate: number): void;
  normalsAt(out: number, scratch: number, elements: number, n: number, replicate: number): void;
  subset(
    out: number,
    scratch: number,
    bitmap: number,
    population: number,
    n: number,
    replicate: number,
  ): void;
  subsets(
    out: number,
    scratch: number,
    bitmap: number,
    population: number,
    n: number,
    replicate: number,
    lanes: number,
    bits: boolean,
  ): void;
  sparseSubset(
    out: number,
    scratch: number,
    table: number,
    population: number,
    n: number,
    replicate: number,
  ): void;
  firstBlock(out: number, element: number, attempt: number, replicate: number): void;
  mixtureSums(
    values: number,
    weights: number,
    n: number,
    model: number,
    components: number,
    sums: number,
    work: number,
  ): void;
  foldedMoments(out: number, values: number, laws: number, room: number, n: number, lanes: number): void;
  stepsOfNat(): number;
  addKernels(
    test: number,
    count: number,
    points: number,
    n: number,
    dimension: number,
    boxes: number,
    factor: number,
    tops: number,
    sums: number,
  ): void;
  predictors(eta: number, design: number, beta: number, n: number, p: number): void;
  columnSums(out: number, design: number, vector: number, n: number, p: number): void;
  labelSums(out: number, design: number, column: number, labels: number, n: number, p: number): void;
  multiply(values: number, factors: number, n: number): void;
  logitCumulant(eta: number, mean: number, n: number): number;
  weightedGram(out: number, design: number, weights: number, n: number, p: number): void;
  logitMoments(mean: number, variance: number, eta: number, n: number): void;
  logMoments(mean: number, variance: number, eta: number, n: number): void;
  records(
    out: number,
    scratch: number,
    freedoms: number,
    width: number,
    replicate: number,
    lanes: number,
  ): void;
  meansFit(models: number, sums: number, pairs: number, size: number, least: number, most: number): number;
  meansMerge(pools: number, sums: number, pairs: number, weight: number): void;
  sharesMeasure(out: number, column: number, means: number, pairs: number, truth: number): void;
  countsMeasure(out: number, column: number, means: number, pairs: number, truth: number): void;
  waitsMeasure(out: number, column: number, means: number, pairs: number, truth: number): void;
  exponentsMeasure(out: number, column: number, means: number, pairs: number, truth: number): void;
  univariateBatch(
    out: number,
    models: number,
    records: number,
    pairs: number,
    shift: number,
    stretch: number,
  ): void;
  univariateMerge(
    pools: number,
    batches: number,
    pairs: number,
    share: number,
    weight: number,
    between: number,
  ): void;
  univariateFit(models: number, statistics: number, pairs: number, factor: number, least: number): number;
  univariateMeasure(
    out: number,
    column: number,
    models: number,
    pairs: number,
    mean: number,
    sd: number,
    perTruth: number,
    offset: number,
  ): void;
  multivariateBatch(
    out: number,
    models: number,
    records: number,
    d: number,
    rank: number,
    pairs: number,
    shift: number,
    stretch: number,
  ): void;
  multivariateMerge(
    pools: number,
    batches: number,
    d: number,
    pairs: number,
    share: number,
    weight: number,
    between: number,
  ): void;
  multivariateFit(
    models: number,
    pools: number,
    inverses: number,
    d: number,
    pairs: number,
    factor: number,
    least: number,
  ): void;
  multivariateTake(
    models: number,
    batches: number,
    d: number,
    pairs: number,
    scale: number,
    least: number,
  ): void;
  multivariateMeasure(
    out: number,
    column: number,
    models: number,
    d: number,
    pairs: number,
    mean: number,
    sd: number,
    logTruth: number,
  ): void;
  fixedBatch(out: number, models: number, normals: number, d: number, pairs: number, scale: number): void;
  fixedFit(models: number, estimates: number, d: number, pairs: number, scale: number): void;
  fixedMeasure(
    out: number,
    column: number,
    models: number,
    inverses: number,
    d: number,
    pairs: number,
    signal: number,
    scales: number,
  ): void;
  mixed(pools: number, batches: number, registers: number, share: number): void;
  freshBatch(
    out: number,
    models: number,
    records: number,
    d: number,
    rank: number,
    pairs: number,
    noise: number,
    scales: number,
  ): void;
  freshTake(models: number, batches: number, d: number, pairs: number): void;
  gramMerge(pools: number, batches: number, d: number, pairs: number, weight: number): void;
  gramFit(
    models: number,
    pools: number,
    regular: number,
    factor: number,
    d: number,
    pairs: number,
    ridge: number,
  ): void;
  spread(
    out: number,
    factor: number,
    shifts: number,
    normals: number,
    column: number,
    count: number,
    d: number,
    scale: number,
  ): void;
  addOuterProducts(sum: number, rows: number, count: number, width: number): void;
  addRowHashes(
    sums: number,
    status: number,
    noRow: number,
    values: number,
    count: number,
    metrics: number,
    first: number,
    generation: number,
    size: number,
    share: number,
  ): void;
  addRows(sum: number, rows: number, count: number, width: number): void;
  centreRows(rows: number, centre: number, count: number, width: number): void;
  coefficientsMeasure(
    out: number,
    column: number,
    models: number,
    d: number,
    pairs: number,
    signal: number,
    scales: number,
  ): void;
  logs(at: number, n: number): void;
  exps(at: number, n: number): void;
  log(x: number): number;
  exp(x: number): number;
  log1p(x: number): number;
  pow(x: number, y: number): number;
}
