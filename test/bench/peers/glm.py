"""Maximum likelihood of a generalised linear model on a fixed design, its labels redrawn by the last model."""

import numpy as np

from chains import subsample

plain = np.random.default_rng(1)
rng = np.random.Generator(np.random.SFC64(1))

NONE = {"statistics": "the law of X'y has no form that is drawn from directly"}
TOLERANCE = 1e-9


def setting(workload):
    parameters = workload["parameters"]
    return parameters["samples"], parameters["dimension"] + 1, parameters["signal"], workload["generations"]


def one_by_one(workload, chains, mean, label, fit):
    """fit(x, y, start) gives the coefficients of rows x, an intercept's column of ones among them."""
    n, p, signal, generations = setting(workload)
    regime = workload["regime"]
    result = np.empty(chains)
    for chain in range(chains):
        design = np.column_stack([np.ones(n), plain.standard_normal((n, p - 1))])
        truth = signal * plain.standard_normal(p)
        beta, errors = truth, np.empty(generations)
        rows, labels = np.empty((0, p)), np.empty(0)
        for g in range(generations):
            y = label(plain, mean(design @ beta))
            x = design
            if regime != "replace":
                rows, labels = np.vstack([rows, design]), np.concatenate([labels, y])
                x, y = rows, labels
                if regime == "accumulate-subsample":
                    seen = plain.choice(len(labels), n, replace=False)
                    x, y = rows[seen], labels[seen]
            beta = fit(x, y, beta)
            errors[g] = ((beta - truth) ** 2).mean()
        result[chain] = errors[-1]
    return result


def newton(mean, variance):
    """Iteratively reweighted least squares from the model before."""

    def fit(x, y, start):
        beta = start
        for _ in range(100):
            mu = mean(x @ beta)
            step = np.linalg.solve((x.T * variance(mu)) @ x, x.T @ (y - mu))
            beta = beta + step
            if np.abs(step).max() < TOLERANCE:
                break
        return beta

    return fit


def all_at_once(workload, chains, mean, variance, label):
    """X'y and how often each row was chosen are kept; Newton's steps of all chains in one array operation."""
    n, p, signal, generations = setting(workload)
    regime = workload["regime"]
    x = np.concatenate([np.ones((chains, n, 1)), rng.standard_normal((chains, n, p - 1))], axis=2)
    across = np.ascontiguousarray(x.transpose(0, 2, 1))
    truth = signal * rng.standard_normal((chains, p))
    beta, errors = truth, np.empty((generations, chains))
    total = np.zeros((chains, n))
    labels = np.empty((chains, generations * n)) if regime == "accumulate-subsample" else None
    rows = np.arange(chains)[:, None]
    for g in range(generations):
        y = label(rng, mean((x @ beta[:, :, None])[:, :, 0]))
        counts = 1.0
        if regime == "accumulate":
            total += y
            y = total / (g + 1)
        elif labels is not None:
            labels[:, g * n : (g + 1) * n] = y
            if g > 0:
                seen = subsample(rng, chains, (g + 1) * n, n)
                place = (seen % n + rows * n).ravel()
                y = np.bincount(place, np.take_along_axis(labels, seen, axis=1).ravel(), chains * n)
                y = y.reshape(chains, n)
                counts = np.bincount(place, minlength=chains * n).reshape(chains, n)
        response = (across @ y[:, :, None])[:, :, 0]
        for _ in range(100):
            mu = mean((x @ beta[:, :, None])[:, :, 0])
            score = response - (across @ (counts * mu)[:, :, None])[:, :, 0]
            information = (across * (counts * variance(mu))[:, None, :]) @ x
            step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
            beta = beta + step
            if np.abs(step).max() < TOLERANCE:
                break
        errors[g] = ((beta - truth) ** 2).mean(axis=1)
    return errors[-1]
