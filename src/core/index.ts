export type { Cell, CohortSlice, Parameters, ParameterValue } from "./cell.ts";
export { type Cohort, type GenerationRows, type Status, statuses, type TrainingFacts } from "./cohort.ts";
export {
  ConflictError,
  CorruptionError,
  NumericalError,
  ParameterError,
  ProvisionError,
  StoreError,
  SweepError,
  VersionError,
} from "./errors.ts";
export type { Family, Metric, ParameterInfo } from "./families/family.ts";
export { type FamilyName, familyNamed, familyNames } from "./families/registry.ts";
export { openCohort } from "./open.ts";
export type { Draw, Regime, Training } from "./regimes/regime.ts";
export { type RegimeName, regimeNamed, regimeNames } from "./regimes/registry.ts";
export { advanceSegment, type Segment, type Stopping } from "./segment.ts";
export { type StopRule, stopRule } from "./stop.ts";
export type { Prediction, Theorem } from "./theory/prediction.ts";
export { predictions } from "./theory/registry.ts";
export { numericsVersion } from "./version.ts";
