"""The plain loop, as the papers' published notebooks are written: one chain, one generation, one fit at a time."""

import numpy as np

from protocol import serve, shape

rng = np.random.default_rng(1)


def gaussian(workload, chains):
    one = gaussian_chain if workload["parameters"]["dimension"] == 1 else gaussian_vector_chain
    return np.array([one(workload) for _ in range(chains)])


def gaussian_chain(workload):
    n, _, generations, regime = shape(workload)
    means, variances = np.empty(generations), np.empty(generations)
    mean, sd = 0.0, 1.0
    pool = np.empty(0)
    for g in range(generations):
        data = rng.normal(mean, sd, n)
        if regime != "replace":
            pool = np.concatenate([pool, data])
            data = pool if regime == "accumulate" else rng.choice(pool, n, replace=False)
        mean, sd = data.mean(), data.std(ddof=1)
        means[g], variances[g] = mean, sd**2
    return means[-1] ** 2


def gaussian_vector_chain(workload):
    n, d, generations, regime = shape(workload)
    means, covariances = np.empty((generations, d)), np.empty((generations, d, d))
    mean, covariance = np.zeros(d), np.eye(d)
    pool = np.empty((0, d))
    for g in range(generations):
        data = rng.multivariate_normal(mean, covariance, n, method="cholesky")
        if regime != "replace":
            pool = np.concatenate([pool, data])
            data = pool if regime == "accumulate" else rng.choice(pool, n, replace=False)
        mean, covariance = data.mean(axis=0), np.cov(data, rowvar=False)
        means[g], covariances[g] = mean, covariance
    return means[-1] @ means[-1]


def linear_regression(workload, chains):
    return np.array([linear_chain(workload) for _ in range(chains)])


def linear_chain(workload):
    n, d, generations, regime = shape(workload)
    fresh = workload["parameters"]["design"] == "fresh"
    truth = np.zeros(d)
    weights = truth
    errors = np.empty(generations)
    design = rng.standard_normal((n, d))
    rows, labels = np.empty((0, d)), np.empty(0)
    for g in range(generations):
        if fresh and g > 0:
            design = rng.standard_normal((n, d))
        label = design @ weights + rng.standard_normal(n)
        if regime == "replace":
            x, y = design, label
        else:
            rows, labels = np.vstack([rows, design]), np.concatenate([labels, label])
            x, y = rows, labels
            if regime == "accumulate-subsample":
                seen = rng.choice(len(labels), n, replace=False)
                x, y = rows[seen], labels[seen]
        weights = np.linalg.pinv(x) @ y
        errors[g] = ((weights - truth) ** 2).sum()
    return errors[-1]


serve(
    {"gaussian": gaussian, "linear-regression": linear_regression},
    "numpy loop over chains and generations on raw data: rng.normal, mean, std(ddof=1); pinv of the stacked rows; "
    "records the fitted mean and variance, or the test error, of every generation",
    sizes=[1],
)
