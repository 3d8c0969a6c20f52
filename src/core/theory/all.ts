export { bernoulliSurvival } from "./bernoulli.ts";
export { construction1Collapse, construction2Climb } from "./constructions.ts";
export { geometricSurvival, poissonSurvival } from "./count-survival.ts";
export { discreteFirstEntropy, discreteHeterozygosity, discreteSupport } from "./discrete.ts";
export { betaExponent, exponentialRates } from "./exponential.ts";
export { gaussianAccumulate } from "./gaussian-accumulate.ts";
export { gaussianMixtureMoments } from "./gaussian-mixture.ts";
export { gaussianProcessErrors } from "./gaussian-process.ts";
export { gaussianReplace } from "./gaussian-replace.ts";
export { gaussianSubsample } from "./gaussian-subsample.ts";
export { gaussianThreshold } from "./gaussian-threshold.ts";
export { generalisedLinearErrors, tableExcessLoss } from "./generalised-linear.ts";
export { kdeVariance } from "./kde.ts";
export {
  linearRegressionStep,
  linearRegressionSubsample,
  linearRegressionTestError,
} from "./linear-regression.ts";
export { linearRegressionFresh } from "./linear-regression-fresh.ts";
export { linearRegressionRidge } from "./linear-regression-ridge.ts";
export { linearWorkflowGaussian } from "./linear-workflow-gaussian.ts";
export { linearWorkflowProcess, linearWorkflowRegression } from "./linear-workflow-ratio.ts";
export { quadraticVariance } from "./quadratic-variance.ts";
