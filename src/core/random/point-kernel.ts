/** A call of the module: sums of single observations, of laws of one parameter. */
export type SumsOfPoints = (
  out: number,
  words: number,
  points: number,
  column: number,
  numbers: number,
  parameters: number,
  stride: number,
  lanes: number,
  perLane: number,
) => void;

/** Adds labels of single rows to those of the rows of a design. */
type LabelsOfPoints = (
  rows: number,
  counts: number,
  n: number,
  points: number,
  column: number,
  count: number,
  numbers: number,
  models: number,
  design: number,
  p: number,
  real: number,
  room: number,
  ceiling: number,
) => void;

/** What the module exports for observations that are looked at one by one. */
export interface PointKernel {
  locate(
    points: number,
    column: number,
    count: number,
    perLane: number,
    replicate: number,
    batches: number,
    firsts: number,
    shift: number,
  ): void;
  scatterOfPoints(
    out: number,
    normals: number,
    numbers: number,
    models: number,
    stride: number,
    lanes: number,
    perLane: number,
  ): void;
  exponentialsOfPoints: SumsOfPoints;
  geometricsOfPoints: SumsOfPoints;
  onesOfPoints: SumsOfPoints;
  poissonsOfPoints: SumsOfPoints;
  normalsOfPoints(
    out: number,
    scratch: number,
    points: number,
    column: number,
    count: number,
    width: number,
  ): void;
  designRows(out: number, places: number, design: number, errors: number, count: number, d: number): void;
  labelRows(
    rows: number,
    numbers: number,
    coefficients: number,
    scales: number,
    count: number,
    d: number,
    noise: number,
  ): void;
  logitLabelsOfPoints: LabelsOfPoints;
  logLabelsOfPoints: LabelsOfPoints;
}
