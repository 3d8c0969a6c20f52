"""Σ (1-α_j)·Π α_k·U[j, j+1-2α_j], or a spike: climbs one unit interval at a time until it collapses."""

import numpy as np

plain = np.random.default_rng(1)

LEVELS, MOST = 24, 0.25
NONE = {
    form: "the exact fit takes other steps in every chain" for form in ("vectorised", "statistics")
}


def loop(workload, chains):
    return np.array([chain(workload) for _ in range(chains)], dtype=float)


def chain(workload):
    n, generations = workload["parameters"]["samples"], workload["generations"]
    pool, model = np.empty(0), (np.zeros(LEVELS), None)
    for _ in range(generations):
        pool = np.concatenate([pool, draw(model, n)])
        model = fit(pool, model)
    alphas, spike = model
    return max(reached(alphas), spike[1] - 1 if spike else 0)


def reached(alphas):
    level = 0
    while level < LEVELS - 1 and alphas[level + 1] > 0:
        level += 1
    return level


def draw(model, n):
    alphas, spike = model
    if spike:
        place, top = spike
        return np.where(plain.random(n) < 0.5, place, top * plain.random(n))
    level = np.zeros(n, dtype=int)
    climbing = np.ones(n, dtype=bool)
    for alpha in alphas:
        climbing &= plain.random(n) < alpha
        if not climbing.any():
            break
        level[climbing] += 1
    return level + (1 - 2 * alphas[level]) * plain.random(n)


def fit(pool, model):
    levels = np.floor(pool).astype(int)
    counts = np.bincount(levels, minlength=LEVELS)
    largest = np.zeros(LEVELS)
    np.maximum.at(largest, levels, pool - levels)
    top = levels.max()
    alphas = np.zeros(LEVELS)
    alphas[: top + 1] = np.minimum(MOST, (1 - largest[: top + 1]) / 2)
    reach = np.concatenate([[0], np.log(alphas[:top]).cumsum()])
    own = alphas[: top + 1]
    likelihood = (counts[: top + 1] * (reach + np.log((1 - own) / (1 - 2 * own)))).sum()
    j = max(2, top + 1)
    if top == j - 1:
        values, repeats = np.unique(pool[levels == top], return_counts=True)
        place, repeated = values[repeats.argmax()], repeats.max()
        if repeated == 1:
            place = model[1][0] if model[1] and model[1][1] == j else values[-1]
        with np.errstate(over="ignore"):
            gain = repeated * (np.log(2 * j) + np.exp(np.exp(j)) * np.log(3 * j))
        if gain - len(pool) * np.log(2 * j) > likelihood:
            return model[0], (place, j)
    return alphas, None
