"""The best raw-data form found: every observation is drawn, all chains of a batch advance in one array operation."""

import numpy as np

from protocol import serve, shape

rng = np.random.Generator(np.random.SFC64(1))


def subsample(chains, size, n):
    """[chains, n] distinct indices below `size` a row: the first n distinct of a uniform stream."""
    if size <= 3 * n:
        every = np.broadcast_to(np.arange(size), (chains, size))
        return rng.permuted(every, axis=1)[:, :n]
    taken = np.sort(rng.integers(0, size, (chains, n), dtype=np.int32), axis=1)
    while True:
        row, column = np.nonzero(taken[:, 1:] == taken[:, :-1])
        if len(row) == 0:
            return taken
        taken[row, column + 1] = rng.integers(0, size, len(row), dtype=np.int32)
        again = np.unique(row)
        taken[again] = np.sort(taken[again], axis=1)


def gaussian(workload, chains):
    form = gaussian_scalar if workload["parameters"]["dimension"] == 1 else gaussian_vector
    return form(workload, chains)


def gaussian_scalar(workload, chains):
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
                data = pool.take(base + subsample(chains, (g + 1) * n, n))
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


def gaussian_vector(workload, chains):
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
                data = pool.reshape(-1, d)[base + subsample(chains, (g + 1) * n, n)]
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


def linear_regression(workload, chains):
    n, d, generations, regime = shape(workload)
    fresh, subsampled = workload["parameters"]["design"] == "fresh", regime == "accumulate-subsample"
    errors = np.empty((generations, chains))
    weights = np.zeros((chains, d))  # the truth is 0: the law of the error does not depend on it
    x = rng.standard_normal((chains, n, d))
    inverse = None if fresh or subsampled else np.linalg.pinv(x)
    total = np.zeros((chains, n))
    gram, moment = np.zeros((chains, d, d)), np.zeros((chains, d))
    base = np.arange(chains)[:, None]
    labels = np.empty((chains, generations * n)) if subsampled else None
    rows = np.empty((chains, generations * n, d)) if subsampled and fresh else None
    for g in range(generations):
        if fresh and g > 0:
            rng.standard_normal(out=x)
        y = (x @ weights[:, :, None])[:, :, 0]
        y += rng.standard_normal((chains, n))
        if subsampled:
            labels[:, g * n : (g + 1) * n] = y
            if rows is not None:
                rows[:, g * n : (g + 1) * n] = x
            seen = subsample(chains, (g + 1) * n, n)
            seen_y = labels[base, seen]
            seen_x = x[base, seen % n] if rows is None else rows[base, seen]
            weights = solve(seen_x, seen_y)
        elif not fresh:
            if regime == "accumulate":
                total += y
                y = total / (g + 1)
            weights = (inverse @ y[:, :, None])[:, :, 0]
        elif regime == "replace":
            weights = solve(x, y)
        else:
            gram += x.transpose(0, 2, 1) @ x
            moment += (x.transpose(0, 2, 1) @ y[:, :, None])[:, :, 0]
            weights = np.linalg.solve(gram, moment[:, :, None])[:, :, 0]
        errors[g] = (weights**2).sum(axis=1)
    return errors[-1]


def solve(x, y):
    across = x.transpose(0, 2, 1)
    return np.linalg.solve(across @ x, across @ y[:, :, None])[:, :, 0]


serve(
    {"gaussian": gaussian, "linear-regression": linear_regression},
    "numpy on raw observations, all chains of a batch in one array operation, batch size tuned; pooled moments, the "
    "fixed design's pseudo-inverse and normal equations where they serve; records what the loop records",
    sizes=[8, 32, 128, 512],
)
