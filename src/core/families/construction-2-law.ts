import { exp, log } from "../random/math.ts";

/**
 * Unit intervals that the family reaches: [0, 1] to [23, 24]. A chain comes to the last with probability below 1e-12.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const intervals = 24;
/**
 * Place in a model, which begins with the α of each interval: where the spike is.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const spikeAt: number = intervals;
/**
 * Place in a model: the spike's J, 0 where the model has none.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const spikeJ: number = intervals + 1;
/**
 * Numbers a model takes.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const modelWidth: number = intervals + 2;
/**
 * Place in a statistic, which begins with the counts: the largest offset in each interval.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const largestFrom: number = intervals;
/**
 * Place in a statistic: where a repeated observation is.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const repeatedAt: number = 2 * intervals;
/**
 * Place in a statistic: how often it was seen.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const repeats: number = 2 * intervals + 1;
/**
 * Numbers a statistic takes.
 *
 * @source arXiv:2505.19046, Construction 2
 */
export const statisticWidth: number = 2 * intervals + 2;

const most = 0.25;

/**
 * log of J over the spike's width f(J), where f(J) = ½·(3J)^-m and m = exp(exp(J)), the inverse of φ(n) = log log n:
 * a spike at J outweighs up to about m observations.
 *
 * @param j 2 to 24; from 7 on the result is infinite
 * @source arXiv:2505.19046, Theorem 5.2, f(J) <= ½·(3J)^-(n(T+1)), with its example of φ
 */
export function logSpikeGain(j: number): number {
  return log(2 * j) + exp(exp(j)) * log(3 * j);
}

/**
 * Replaces a model by the exact maximum-likelihood estimate.
 *
 * Within the h-part α_j = min(1/4, (1 - largest offset in interval j)/2), and 0 where nothing was seen in or above it.
 * A spike can be best only at J = the number of intervals reached, on the most repeated observation of the last of
 * them. Parameters of the part that loses stay as they were: the maximiser nearest to the model before.
 *
 * @param models in: the model before; out: the one fitted
 * @param at first entry of this model
 * @param statistic of all observations
 * @source arXiv:2505.19046, Section 2 (ties) and Theorem 5.2
 */
export function fitConstruction2(models: Float64Array, at: number, statistic: Float64Array): void {
  const count = (j: number): number => statistic[j]!;
  let level = intervals - 1;
  while (level > 0 && count(level) === 0) level--;
  const fitted = new Float64Array(level + 1);
  let likelihood = 0;
  let reach = 0; // log of the mass from interval j on
  let total = count(level);
  for (let j = 0; j < level; j++) {
    const alpha = Math.min(most, (1 - statistic[largestFrom + j]!) / 2);
    fitted[j] = alpha;
    likelihood += count(j) * (reach + log((1 - alpha) / (1 - 2 * alpha)));
    reach += log(alpha);
    total += count(j);
  }
  // The last one reached: nothing lies beyond, and its own α makes its density (1-α)/(1-2α).
  const last = level < intervals - 1 ? Math.min(most, (1 - statistic[largestFrom + level]!) / 2) : 0;
  fitted[level] = last;
  likelihood += count(level) * (reach + log((1 - last) / (1 - 2 * last)));

  const j = Math.max(2, level + 1);
  const spike = level === j - 1 ? bestSpike(models, at, statistic, j) : undefined;
  const gain = spike ? spike.count * logSpikeGain(j) : 0;
  if (spike && gain - total * log(2 * j) > likelihood) {
    models[at + spikeAt] = spike.place;
    models[at + spikeJ] = j;
    return;
  }
  models.fill(0, at, at + intervals);
  models.set(fitted, at);
  models[at + spikeJ] = 0;
}

/** The most repeated observation of [J-1, J]; where all are single, the one before if it is there, or the largest. */
function bestSpike(
  models: Float64Array,
  at: number,
  statistic: Float64Array,
  j: number,
): { readonly place: number; readonly count: number } {
  const place = statistic[repeatedAt]!;
  if (statistic[repeats]! > 0 && place >= j - 1) return { place, count: statistic[repeats]! };
  if (models[at + spikeJ] === j) return { place: models[at + spikeAt]!, count: 1 };
  return { place: j - 1 + statistic[largestFrom + j - 1]!, count: 1 };
}
