"""Kernel density estimates of points in the plane, judged by their negative log density at test points."""

import numpy as np
from scipy.special import logsumexp
from sklearn.neighbors import KernelDensity

from chains import subsample

plain = np.random.default_rng(1)
rng = np.random.Generator(np.random.SFC64(1))

NONE = {"statistics": "a density estimate is made of its observations"}
CORNERS = 5 * np.array([[1, 0], [-0.5, 0.75**0.5], [-0.5, -(0.75**0.5)]])


def blobs(generator, shape):
    return CORNERS[generator.integers(0, 3, shape)] + generator.standard_normal((*shape, 2))


def setting(workload):
    parameters = workload["parameters"]
    return parameters["samples"], parameters["bandwidth"], parameters["test_points"], workload["generations"]


def one_by_one(workload, chains, estimate):
    """estimate(data, h) gives a function that draws n points and one that gives log densities."""
    n, h, points, generations = setting(workload)
    regime = workload["regime"]
    test = blobs(plain, (points,))
    result = np.empty(chains)
    for chain in range(chains):
        batch = blobs(plain, (n,))
        pool = data = batch
        variances, losses = np.empty(generations), np.empty(generations)
        for g in range(generations):
            if g > 0:
                batch = sample(n)
                pool = np.concatenate([pool, batch])
                if regime == "replace":
                    data = batch
                else:
                    data = pool if regime == "accumulate" else plain.choice(pool, n, replace=False)
            sample, score = estimate(data, h)
            variances[g], losses[g] = data.var(axis=0).mean(), -score(test).mean()
        result[chain] = variances[-1]
    return result


def loop(workload, chains):
    def estimate(data, h):
        def sample(n):
            return plain.choice(data, n) + h * plain.standard_normal((n, 2))

        def score(test):
            squares = ((test[:, None] - data[None]) ** 2).sum(axis=2)
            return logsumexp(-squares / (2 * h**2), axis=1) - np.log(len(data) * 2 * np.pi * h**2)

        return sample, score

    return one_by_one(workload, chains, estimate)


def sklearn(workload, chains):
    def estimate(data, h):
        model = KernelDensity(bandwidth=h).fit(data)
        return lambda n: model.sample(n, random_state=int(plain.integers(2**31))), model.score_samples

    return one_by_one(workload, chains, estimate)


def vectorised(workload, chains):
    """Squared distances by one matrix product; under accumulation only the new batch's kernels are summed."""
    n, h, points, generations = setting(workload)
    regime = workload["regime"]
    test = blobs(rng, (points,))
    pool = np.empty((chains, generations * n, 2))
    rows = np.arange(chains)[:, None]
    batch = data = blobs(rng, (chains, n))
    density = np.zeros((chains, points))
    variances, losses = np.empty((generations, chains)), np.empty((generations, chains))
    for g in range(generations):
        size = (g + 1) * n
        if g > 0:
            parents = rng.integers(0, n if regime != "accumulate" else g * n, (chains, n))
            source = pool if regime == "accumulate" else data
            batch = source[rows, parents] + h * rng.standard_normal((chains, n, 2))
        pool[:, size - n : size] = batch
        if regime == "replace" or g == 0:
            data = batch
        elif regime == "accumulate-subsample":
            data = pool[rows, subsample(rng, chains, size, n)]
        else:
            data = pool[:, :size]
        fresh = batch if regime == "accumulate" else data
        squares = fresh @ test.T
        squares *= -2
        squares += (fresh**2).sum(axis=2)[:, :, None]
        squares += (test**2).sum(axis=1)
        squares *= -0.5 / h**2
        sums = np.exp(squares, out=squares).sum(axis=1)
        density = density + sums if regime == "accumulate" else sums
        seen = data.shape[1]
        variances[g] = data.var(axis=1).mean(axis=1)
        losses[g] = -np.log(density / (seen * 2 * np.pi * h**2) + 1e-300).mean(axis=1)
    return variances[-1]
