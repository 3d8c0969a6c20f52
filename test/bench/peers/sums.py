"""Families whose estimate is a sample mean: each is a law of single observations and a law of their sum."""

import numpy as np

from chains import one_chain, subsample
from protocol import Unsupported
from regimes import trainings

rng = np.random.Generator(np.random.SFC64(1))
plain = np.random.default_rng(1)


def loop(workload, chains, truth, draw, record):
    """draw(rng, mean, size) gives observations."""

    def fit(data, weights):
        return data.mean() if weights is None else np.average(data, weights=weights)

    return np.array(
        [
            one_chain(plain, workload, truth, lambda mean, n: draw(plain, mean, n), fit, record)
            for _ in range(chains)
        ]
    )


def vectorised(workload, chains, truth, draw, record):
    """Every observation is drawn; of a batch its sum is kept, and where fits see a subsample the batch itself."""
    pool = Pool(workload, chains) if workload["regime"] == "accumulate-subsample" else None

    def total(means, size):
        batch = draw(rng, means[:, None], (chains, size))
        if pool is not None:
            pool.add(batch)
        return batch.sum(axis=1)

    return advance(workload, chains, truth, total, pool and pool.seen, record)


def statistics(workload, chains, truth, total, record, chosen=None):
    """total(rng, means, size) draws the sum of a batch; chosen(rng, sum, size, n) that of a subsample of it."""
    if workload["regime"] == "accumulate-subsample" and chosen is None:
        raise Unsupported("a subsample of kept batches has no sufficient statistic: it needs the observations")

    def seen(pooled, size, n):
        return chosen(rng, pooled, size, n)

    return advance(workload, chains, truth, lambda means, size: total(rng, means, size), seen, record)


def advance(workload, chains, truth, total, seen, record):
    """Means of all chains from batch sums, under any regime."""
    models, sums = [np.full(chains, truth)], {}
    records = np.empty((workload["generations"], chains))
    pooled, pooled_size = np.zeros(chains), 0
    for g, (draws, keeps, sees) in enumerate(trainings(workload), 1):
        size = sum(size for _, size, _ in draws)
        batch = 0
        for source, drawn, _ in draws:
            batch = batch + total(models[source], drawn)
        if keeps is None:
            pooled, pooled_size = pooled + batch, pooled_size + size
            if sees is None or pooled_size == sees:
                mean = pooled / pooled_size
            else:
                mean = seen(pooled, pooled_size, sees) / sees
        else:
            sums[g] = (batch, size)
            weight = draws[0][2]
            sum_, count = weight * batch, weight * size
            for made, kept_weight in keeps:
                kept, kept_size = sums[made]
                factor = 1 if kept_weight is None else kept_weight
                sum_, count = sum_ + factor * kept, count + factor * kept_size
            mean = sum_ / count
        models.append(mean)
        records[g - 1] = record(mean)
    return records[-1]


class Pool:
    """All observations of all chains so far."""

    def __init__(self, workload, chains):
        n, generations = workload["parameters"]["samples"], workload["generations"]
        self.values = np.empty((chains, n * generations))
        self.base = np.arange(chains)[:, None] * (n * generations)
        self.size = 0

    def add(self, batch):
        self.values[:, self.size : self.size + batch.shape[1]] = batch
        self.size += batch.shape[1]

    def seen(self, _pooled, size, n):
        return self.values.take(self.base + subsample(rng, len(self.values), size, n)).sum(axis=1)
