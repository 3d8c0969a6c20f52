import { layOutInverses } from "./inversion";
import { layOutDeals } from "./deal-tables";
import { layOutPacking } from "./packing";
import { layOut } from "./normal";
import { block, high, low } from "./philox";
import { layOutPowers } from "./power";
import { layOutTimesLogs } from "./symbols";

export { binomialOf } from "./binomial";
export { columnSums, logitMoments, logMoments, predictors, weightedGram } from "./columns";
export { addKernels } from "./density";
export { designRows, labelRows } from "./labelled";
export { exp, exps, log, log1p, logs, pow } from "./elementary";
export { countsMeasure, exponentsMeasure, meansFit, meansMerge, sharesMeasure, waitsMeasure } from "./means";
export { foldedMoments } from "./folded";
export { mixtureSums } from "./mixture";
export { multivariateBatch, multivariateFit, multivariateMeasure, multivariateMerge, multivariateTake } from "./multivariate";
export { labelSums, logitCumulant, logitLabelsOfPoints, logLabelsOfPoints, multiply } from "./glm-labels";
export { multinomial } from "./multinomial";
export { normals, normalsAt } from "./normal";
export { address } from "./philox";
export { addOuterProducts } from "./outer-products";
export { locate } from "./places";
export { scatterOfPoints } from "./point-scatter";
export { exponentialsOfPoints, geometricsOfPoints, onesOfPoints, poissonsOfPoints } from "./point-sums";
export { normalsOfPoints } from "./points";
export { poissonOf, poissonsOf } from "./poisson";
export { stepsOfNat } from "./power";
export { records } from "./records";
export {
  coefficientsMeasure,
  fixedBatch,
  fixedFit,
  fixedMeasure,
  freshBatch,
  freshTake,
  gramFit,
  gramMerge,
  mixed,
} from "./regression";
export { addRowHashes } from "./row-hash";
export { addRows, centreRows } from "./rows";
export { binomials, gammas, hypergeometrics, normalsAbout, poissons } from "./singles";
export { spread } from "./spread";
export { chosenCounts, chosenLanes, drawnLanes, pooledLanes, replacedLanes } from "./symbol-lanes";
export { symbolsMeasure } from "./symbols";
export { sparseSubset, subset, subsets } from "./subset";
export { univariateBatch, univariateFit, univariateMeasure, univariateMerge } from "./univariate";
export { onesOf, uniforms, uniformsAt } from "./uniform";

// A batch is lanes × elements: elements `first` … `first + n - 1` (`first` even) of each of `lanes` replicates from
// `replicate` on. `scratch` takes its blocks, and eight more.

layOut();
layOutPowers();
layOutInverses();
layOutTimesLogs();
layOutDeals();
layOutPacking();

/** Where the caller may write. */
export function base(): usize {
  return (__heap_base + 15) & ~15;
}

/** One block of an element, for tests against known answers. */
export function firstBlock(out: usize, element: u32, attempt: u32, replicate: u32): void {
  block(element, attempt, replicate);
  store<u64>(out, low);
  store<u64>(out, high, 8);
}
