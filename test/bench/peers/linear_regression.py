"""Least squares on a design that is reused, or drawn anew at every generation; the truth is 0."""

import numpy as np

from chains import subsample
from gaussian import bartlett, shape
from protocol import Unsupported

plain = np.random.default_rng(1)
rng = np.random.Generator(np.random.SFC64(1))


def loop(workload, chains):
    return np.array([linear_chain(workload) for _ in range(chains)])


def linear_chain(workload):
    n, d, generations, regime = shape(workload)
    fresh = workload["parameters"]["design"] == "fresh"
    truth = np.zeros(d)
    weights = truth
    errors = np.empty(generations)
    design = plain.standard_normal((n, d))
    rows, labels = np.empty((0, d)), np.empty(0)
    for g in range(generations):
        if fresh and g > 0:
            design = plain.standard_normal((n, d))
        label = design @ weights + plain.standard_normal(n)
        if regime == "replace":
            x, y = design, label
        else:
            rows, labels = np.vstack([rows, design]), np.concatenate([labels, label])
            x, y = rows, labels
            if regime == "accumulate-subsample":
                seen = plain.choice(len(labels), n, replace=False)
                x, y = rows[seen], labels[seen]
        weights = np.linalg.pinv(x) @ y
        errors[g] = ((weights - truth) ** 2).sum()
    return errors[-1]


def vectorised(workload, chains):
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
            seen = subsample(rng, chains, (g + 1) * n, n)
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


def statistics(workload, chains):
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
