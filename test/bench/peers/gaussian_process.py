"""The limit process: the scaled error of any asymptotically linear estimator, with its batches' scores."""

from functools import cache

import numpy as np

plain = np.random.default_rng(1)
rng = np.random.Generator(np.random.SFC64(1))

NONE = {"statistics": "the process is its own statistic: the vectorised form draws it"}


def loop(workload, chains):
    """Each fit's error from its normal law given all scores and errors before it, as the published simulation does."""
    variance, generations, regime = setting(workload)
    result = np.empty(chains)
    steps = conditionals(variance, generations, regime)
    for chain in range(chains):
        scores, errors = np.empty(generations), np.empty(generations)
        for g, (weights, sd) in enumerate(steps):
            scores[g] = plain.normal() + (errors[g - 1] if g > 0 else 0)
            known = np.concatenate([scores[: g + 1], errors[:g]])
            errors[g] = known @ weights + sd * plain.normal()
        result[chain] = errors[-1] ** 2
    return result


@cache
def conditionals(variance, generations, regime):
    """Weights of S_1 … S_g, M_1 … M_{g-1} in the mean of M_g, and its standard deviation."""
    steps = []
    for g in range(1, generations + 1):
        if regime == "replace":
            weights = np.zeros(2 * g - 1)
            weights[g - 1] = 1
            steps.append((weights, np.sqrt(variance - 1)))
            continue
        fits, batches = np.arange(1, g), np.arange(1, g + 1)
        own = variance / np.maximum(fits[:, None], fits)
        if regime == "accumulate-subsample":
            np.fill_diagonal(own, variance)
        cross = (batches[:, None] <= fits) / fits if g > 1 else np.zeros((g, 0))
        known = np.block([[np.eye(g), cross], [cross.T, own]])
        new = np.concatenate([np.full(g, 1 / g), np.full(g - 1, variance / g)])
        weights = np.linalg.lstsq(known, new, rcond=None)[0]
        total = variance if regime == "accumulate-subsample" else variance / g
        steps.append((weights, np.sqrt(max(0, total - weights @ new))))
    return steps


def vectorised(workload, chains):
    """The fit's error is the mean of its batches' influences, N(error before, variance), and a subsample's own noise."""
    variance, generations, regime = setting(workload)
    sd = np.sqrt(variance)
    squares = np.empty((generations, chains))
    mean, error = np.zeros(chains), np.zeros(chains)
    for g in range(1, generations + 1):
        influence = error + sd * rng.standard_normal(chains)
        mean = influence if regime == "replace" else mean + (influence - mean) / g
        error = mean
        if regime == "accumulate-subsample" and g > 1:
            error = mean + sd * np.sqrt(1 - 1 / g) * rng.standard_normal(chains)
        squares[g - 1] = error**2
    return squares[-1]


def setting(workload):
    return workload["parameters"]["variance"], workload["generations"], workload["regime"]
