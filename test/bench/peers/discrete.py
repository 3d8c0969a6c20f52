"""Relative frequencies of K symbols, from n draws of a Zipf law (weight 1/(rank + b)^a) or a uniform one."""

import numpy as np

from chains import one_chain, subsample

plain = np.random.default_rng(1)
rng = np.random.Generator(np.random.SFC64(1))

#: Beyond this the chains' tables no longer fit.
CELLS = 2**26


def truth(parameters):
    k = parameters["symbols"]
    zipf = parameters["distribution"] == "zipf"
    weights = 1 / np.arange(1, k + 1) ** parameters["zipf_a"] if zipf else np.ones(k)
    return weights / weights.sum()


def loop(workload, chains):
    parameters = workload["parameters"]
    start, k = truth(parameters), parameters["symbols"]

    def draw(p, n):
        return plain.choice(k, n, p=p)

    def fit(data, _):
        return np.bincount(data, minlength=k) / len(data)

    return np.array(
        [one_chain(plain, workload, start, draw, fit, np.count_nonzero) for _ in range(chains)], dtype=float
    )


def vectorised(workload, chains):
    """Inversion of every observation's uniform number: running sums of all chains in one sorted list."""
    parameters, regime = workload["parameters"], workload["regime"]
    n, k, generations = parameters["samples"], parameters["symbols"], workload["generations"]
    rows = np.arange(chains)[:, None]
    p = np.tile(truth(parameters), (chains, 1))
    pool = np.empty((chains, generations * n), dtype=np.int64) if regime == "accumulate-subsample" else None
    pooled = np.zeros((chains, k))
    support = np.empty((generations, chains))
    for g in range(generations):
        ends = p.cumsum(axis=1)
        ends /= ends[:, -1:]
        ends += rows
        place = ends.ravel().searchsorted((rng.random((chains, n)) + rows).ravel(), side="right")
        symbols = place.reshape(chains, n) - rows * k
        if pool is not None:
            pool[:, g * n : (g + 1) * n] = symbols
            if g > 0:
                symbols = np.take_along_axis(pool, subsample(rng, chains, (g + 1) * n, n), axis=1)
        counts = np.bincount((symbols + rows * k).ravel(), minlength=chains * k).reshape(chains, k)
        if regime == "accumulate":
            pooled += counts
            counts = pooled
        p = counts / counts.sum(axis=1, keepdims=True)
        support[g] = np.count_nonzero(p, axis=1)
    return support[-1]


def statistics(workload, chains):
    """Multinomial counts; of a subsample, its multivariate hypergeometric law given the pool's counts."""
    parameters, regime = workload["parameters"], workload["regime"]
    n, k, generations = parameters["samples"], parameters["symbols"], workload["generations"]
    chains = max(1, min(chains, CELLS // k))
    p = np.tile(truth(parameters), (chains, 1))
    pooled = np.zeros((chains, k), dtype=np.int64)
    support = np.empty((generations, chains))
    for g in range(generations):
        counts = rng.multinomial(n, p)
        if regime != "replace":
            pooled += counts
            counts = pooled
            if regime == "accumulate-subsample" and g > 0:
                counts = np.stack([rng.multivariate_hypergeometric(one, n) for one in pooled])
        p = counts / counts.sum(axis=1, keepdims=True)
        support[g] = np.count_nonzero(p, axis=1)
    return support[-1]
