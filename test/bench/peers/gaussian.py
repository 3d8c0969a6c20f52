"""A normal law's mean and covariance: divisor n - 1."""

import numpy as np

from chains import subsample
from protocol import Unsupported

plain = np.random.default_rng(1)
rng = np.random.Generator(np.random.SFC64(1))


def shape(workload):
    """Observations a batch, dimension, generations, regime."""
    parameters = workload["parameters"]
    return parameters["samples"], parameters["dimension"], workload["generations"], workload["regime"]


def loop(workload, chains):
    one = chain if workload["parameters"]["dimension"] == 1 else vector_chain
    return np.array([one(workload) for _ in range(chains)])


def chain(workload):
    n, _, generations, regime = shape(workload)
    means, variances = np.empty(generations), np.empty(generations)
    mean, sd = 0.0, 1.0
    pool = np.empty(0)
    for g in range(generations):
        data = plain.normal(mean, sd, n)
        if regime != "replace":
            pool = np.concatenate([pool, data])
            data = pool if regime == "accumulate" else plain.choice(pool, n, replace=False)
        mean, sd = data.mean(), data.std(ddof=1)
        means[g], variances[g] = mean, sd**2
    return means[-1] ** 2


def vector_chain(workload):
    n, d, generations, regime = shape(workload)
    means, covariances = np.empty((generations, d)), np.empty((generations, d, d))
    mean, covariance = np.zeros(d), np.eye(d)
    pool = np.empty((0, d))
    for g in range(generations):
        data = plain.multivariate_normal(mean, covariance, n, method="cholesky")
        if regime != "replace":
            pool = np.concatenate([pool, data])
            data = pool if regime == "accumulate" else plain.choice(pool, n, replace=False)
        mean, covariance = data.mean(axis=0), np.cov(data, rowvar=False)
        means[g], covariances[g] = mean, covariance
    return means[-1] @ means[-1]


def vectorised(workload, chains):
    form = vectorised_scalar if workload["parameters"]["dimension"] == 1 else vectorised_vector
    return form(workload, chains)


def vectorised_scalar(workload, chains):
    n, _, generations, regime = shape(workload)
    means, variances = np.empty((generations, chains)), np.empty((generations, chains))
    mean, sd = np.zeros(chains), np.ones(chains)
    batch = np.empty((chains, n))
    pool = np.empty((chains, generations * n)) if regime == "accumulate-subsample" else None
    base = np.arange(chains)[:, None] * (generations * n)
    pooled_mean, pooled_scatter = np.zeros(chains), np.zeros(chains)
    for g in range(generations):
        rng.standard_normal(out=batch)
        batch *= sd[:, None]
        batch += mean[:, None]
        data, size = batch, n
        if pool is not None:
            pool[:, g * n : (g + 1) * n] = batch
            if g > 0:
                data = pool.take(base + subsample(rng, chains, (g + 1) * n, n))
        mean = data.mean(axis=1)
        centred = data - mean[:, None]
        scatter = np.einsum("cn,cn->c", centred, centred)
        if regime == "accumulate":
            size = (g + 1) * n
            shift = mean - pooled_mean
            pooled_mean += shift / (g + 1)
            pooled_scatter += scatter + shift**2 * (n * g / (g + 1))
            mean, scatter = pooled_mean, pooled_scatter
        variance = scatter / (size - 1)
        sd = np.sqrt(variance)
        means[g], variances[g] = mean, variance
    return means[-1] ** 2


def vectorised_vector(workload, chains):
    n, d, generations, regime = shape(workload)
    means, covariances = np.empty((generations, chains, d)), np.empty((generations, chains, d, d))
    mean, factor = np.zeros((chains, d)), np.broadcast_to(np.eye(d), (chains, d, d))
    normals = np.empty((chains, n, d))
    pool = np.empty((chains, generations * n, d)) if regime == "accumulate-subsample" else None
    base = np.arange(chains)[:, None] * (generations * n)
    pooled_mean, pooled_scatter = np.zeros((chains, d)), np.zeros((chains, d, d))
    for g in range(generations):
        rng.standard_normal(out=normals)
        data = normals @ factor.transpose(0, 2, 1)
        data += mean[:, None]
        size = n
        if pool is not None:
            pool[:, g * n : (g + 1) * n] = data
            if g > 0:
                data = pool.reshape(-1, d)[base + subsample(rng, chains, (g + 1) * n, n)]
        mean = data.mean(axis=1)
        data = data - mean[:, None]
        scatter = data.transpose(0, 2, 1) @ data
        if regime == "accumulate":
            size = (g + 1) * n
            shift = mean - pooled_mean
            pooled_mean += shift / (g + 1)
            pooled_scatter += scatter + shift[:, :, None] * shift[:, None, :] * (n * g / (g + 1))
            mean, scatter = pooled_mean, pooled_scatter
        covariance = scatter / (size - 1)
        factor = np.linalg.cholesky(covariance)
        means[g], covariances[g] = mean, covariance
    return (means[-1] ** 2).sum(axis=1)


def statistics(workload, chains):
    if workload["regime"] == "accumulate-subsample":
        raise Unsupported("a subsample of kept batches has no sufficient statistic: it needs the observations")
    form = statistics_scalar if workload["parameters"]["dimension"] == 1 else statistics_vector
    return form(workload, chains)


def statistics_scalar(workload, chains):
    n, _, generations, _ = shape(workload)
    accumulate = workload["regime"] == "accumulate"
    means, variances = np.empty((generations, chains)), np.empty((generations, chains))
    mean, variance = np.zeros(chains), np.ones(chains)
    shift, scatter = np.empty(chains), np.empty(chains)
    pooled = np.zeros(chains)
    for g in range(generations):
        rng.standard_normal(out=shift)
        rng.standard_gamma((n - 1) / 2, out=scatter)
        shift *= np.sqrt(variance / n)
        scatter *= variance
        if accumulate:  # the batch's mean is mean + shift, its scatter 2 * scatter
            mean = np.add(mean, shift / (g + 1), out=means[g])
            scatter *= 2
            if g > 0:
                scatter += shift**2 * (n * g / (g + 1))
            pooled += scatter
            variance = np.divide(pooled, (g + 1) * n - 1, out=variances[g])
        else:
            mean = np.add(mean, shift, out=means[g])
            variance = np.multiply(scatter, 2 / (n - 1), out=variances[g])
    return means[-1] ** 2


def bartlett(chains, d, freedom):
    """Lower triangular factors of Wishart(freedom, I) matrices, [chains, d, d]."""
    factor = np.zeros((chains, d, d))
    for i in range(d):
        factor[:, i, i] = np.sqrt(2 * rng.standard_gamma((freedom - i) / 2, chains))
    below = np.tril_indices(d, -1)
    factor[:, below[0], below[1]] = rng.standard_normal((chains, len(below[0])))
    return factor


def statistics_vector(workload, chains):
    n, d, generations, _ = shape(workload)
    accumulate = workload["regime"] == "accumulate"
    means, covariances = np.empty((generations, chains, d)), np.empty((generations, chains, d, d))
    mean, factor = np.zeros((chains, d)), np.broadcast_to(np.eye(d), (chains, d, d))
    pooled = np.zeros((chains, d, d))
    for g in range(generations):
        shift = (factor @ rng.standard_normal((chains, d, 1)))[:, :, 0] / np.sqrt(n)
        root = factor @ bartlett(chains, d, n - 1)
        if accumulate:
            mean = mean + shift / (g + 1)
            pooled += root @ root.transpose(0, 2, 1)
            pooled += shift[:, :, None] * shift[:, None, :] * (n * g / (g + 1))
            covariance = pooled / ((g + 1) * n - 1)
            factor = np.linalg.cholesky(covariance)
        else:
            mean = mean + shift
            factor = root / np.sqrt(n - 1)
            covariance = factor @ factor.transpose(0, 2, 1)
        means[g], covariances[g] = mean, covariance
    return (means[-1] ** 2).sum(axis=1)
