"""The best form on sufficient statistics: no observation is drawn, only the law of each batch's statistics."""

import numpy as np

from protocol import Unsupported, serve, shape

rng = np.random.Generator(np.random.SFC64(1))


def gaussian(workload, chains):
    if workload["regime"] == "accumulate-subsample":
        raise Unsupported("a subsample of kept batches has no sufficient statistic: it needs the observations")
    form = gaussian_scalar if workload["parameters"]["dimension"] == 1 else gaussian_vector
    return form(workload, chains)


def gaussian_scalar(workload, chains):
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


def gaussian_vector(workload, chains):
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


def linear_regression(workload, chains):
    """Increments are (sum of Grams)^-1 X' noise, and X' noise is A z where A A' is the Gram of X: Wishart."""
    if workload["regime"] == "accumulate-subsample":
        raise Unsupported("a subsample of kept rows has no sufficient statistic: it needs the rows")
    n, d, generations, _ = shape(workload)
    accumulate, fresh = workload["regime"] == "accumulate", workload["parameters"]["design"] == "fresh"
    errors = np.empty((generations, chains))
    weights = np.zeros((chains, d))
    step = None if fresh else np.linalg.inv(bartlett(chains, d, n)).transpose(0, 2, 1)
    gram = np.zeros((chains, d, d))
    for g in range(generations):
        z = rng.standard_normal((chains, d, 1))
        if step is not None:
            move = step @ z
            if accumulate:
                move /= g + 1
        else:
            factor = bartlett(chains, d, n)
            if accumulate:
                gram += factor @ factor.transpose(0, 2, 1)
                move = np.linalg.solve(gram, factor @ z)
            else:
                move = np.linalg.solve(factor.transpose(0, 2, 1), z)
        weights += move[:, :, 0]
        errors[g] = np.einsum("cd,cd->c", weights, weights)
    return errors[-1]


serve(
    {"gaussian": gaussian, "linear-regression": linear_regression},
    "numpy on sufficient statistics (normal, gamma, Bartlett's Wishart), all chains of a batch in one array "
    "operation, batch size tuned; records what the loop records",
    sizes=[64, 256, 1024, 4096, 16384],
)
