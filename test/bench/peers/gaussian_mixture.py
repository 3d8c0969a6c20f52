"""Mixtures in one dimension: joint maximum likelihood by EM, and the approximate fit of the symmetric pair."""

import numpy as np
from sklearn.mixture import GaussianMixture

from chains import one_chain, subsample
from protocol import Unsupported

plain = np.random.default_rng(1)
rng = np.random.Generator(np.random.SFC64(1))

NONE = {"statistics": "EM looks at the observations themselves"}
TOLERANCE = 1e-6


def truth(parameters):
    sds = np.array(parameters["sds"], dtype=float)
    return np.array(parameters.get("weights", [0.5, 0.5])), np.array(parameters["means"], dtype=float), sds


def draw(model, n):
    weights, means, sds = model
    which = plain.choice(len(weights), n, p=weights)
    return plain.normal(means[which], sds[which])


def loop(workload, chains):
    start = truth(workload["parameters"])
    if workload["parameters"].get("fit") == "approximate":
        def fit(data, _):
            mean, sd = approximate(np.abs(data).mean(), (data**2).mean(), len(data))
            return start[0], np.array([-mean, mean]), np.array([sd, sd])

        return np.array(
            [one_chain(plain, workload, start, draw, fit, lambda model: model[2][0]) for _ in range(chains)]
        )
    return np.array([joint_chain(workload, start, em) for _ in range(chains)])


def sklearn(workload, chains):
    if workload["parameters"].get("fit") == "approximate":
        raise Unsupported("scikit-learn has no such fit")

    def fit(data, model):
        weights, means, sds = model
        mixture = GaussianMixture(
            len(weights),
            tol=1e-9,
            reg_covar=0,
            max_iter=10_000,
            weights_init=weights,
            means_init=means[:, None],
            precisions_init=(1 / sds**2)[:, None, None],
        ).fit(data[:, None])
        return mixture.weights_, mixture.means_[:, 0], np.sqrt(mixture.covariances_[:, 0, 0])

    start = truth(workload["parameters"])
    return np.array([joint_chain(workload, start, fit) for _ in range(chains)])


def joint_chain(workload, start, fit):
    """EM starts from the model before, so that the fit is a function of both."""
    model = start

    def fitted(data, _):
        nonlocal model
        weights, means, sds = fit(data, model)
        model = weights / weights.sum(), means, sds
        return model

    weights, means, _ = start
    true_mean = weights @ means
    return one_chain(plain, workload, start, draw, fitted, lambda m: (m[0] @ m[1] - true_mean) ** 2)


def em(data, model):
    weights, means, sds = model
    while True:
        away = data[:, None] - means
        log_density = np.log(weights / sds) - 0.5 * (away / sds) ** 2
        shares = np.exp(log_density - log_density.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        held = shares.sum(axis=0)
        shift = (shares * away).sum(axis=0) / held
        spread = np.sqrt((shares * away**2).sum(axis=0) / held - shift**2)
        change = max(
            np.abs(shift / sds).max(), np.abs(spread / sds - 1).max(), np.abs(held / len(data) - weights).max()
        )
        weights, means, sds = held / len(data), means + shift, spread
        if change < TOLERANCE:
            return weights, means, sds


def approximate(folded, square, n):
    """Algorithm 1 of the paper, with η = 2: from mean |y| and mean y²."""
    kappa = np.exp(((n - 1) / 2 + 8) / (2 * (n - 1) * (n + 7))) - 1
    excess = square - (1 + kappa) * folded**2
    with np.errstate(divide="ignore"):
        a = np.where(excess <= 0, 50, 2 * (1 + kappa) * square / excess)
    within = (a - 2) * square <= 2 * a * folded**2
    variance = np.where(within, a * square * (square - folded**2) / (a * folded**2 + 2 * square), square)
    return np.sqrt(np.maximum(0, square - variance)), np.sqrt(variance)


def vectorised(workload, chains):
    if workload["parameters"].get("fit") == "approximate":
        return vectorised_approximate(workload, chains)
    return vectorised_joint(workload, chains)


def vectorised_approximate(workload, chains):
    n, generations = workload["parameters"]["samples"], workload["generations"]
    _, means, sds = truth(workload["parameters"])
    mean, sd = np.full(chains, abs(means[0])), np.full(chains, sds[0])
    folded_sum, square_sum = np.zeros(chains), np.zeros(chains)
    records = np.empty((generations, chains))
    for g in range(generations):
        # The sign of y plays no part in either statistic.
        y = mean[:, None] + sd[:, None] * rng.standard_normal((chains, n))
        folded, square = np.abs(y).mean(axis=1), np.einsum("cn,cn->c", y, y) / n
        size = n
        if workload["regime"] == "accumulate":
            folded_sum, square_sum, size = folded_sum + folded, square_sum + square, (g + 1) * n
            folded, square = folded_sum / (g + 1), square_sum / (g + 1)
        mean, sd = approximate(folded, square, size)
        records[g] = sd
    return records[-1]


def vectorised_joint(workload, chains):
    """EM of all chains together; chains that have converged leave the arrays."""
    n, generations, regime = workload["parameters"]["samples"], workload["generations"], workload["regime"]
    start = truth(workload["parameters"])
    true_mean = start[0] @ start[1]
    weights, means, sds = (np.tile(values, (chains, 1)) for values in start)
    pool = np.empty((chains, generations * n))
    rows = np.arange(chains)[:, None]
    records = np.empty((generations, chains))
    for g in range(generations):
        which = (rng.random((chains, n, 1)) > weights.cumsum(axis=1)[:, None, :-1]).sum(axis=2)
        data = means[rows, which] + sds[rows, which] * rng.standard_normal((chains, n))
        if regime != "replace":
            pool[:, g * n : (g + 1) * n] = data
            data = pool[:, : (g + 1) * n]
            if regime == "accumulate-subsample" and g > 0:
                data = pool[rows, subsample(rng, chains, (g + 1) * n, n)]
        left = np.arange(chains)
        while len(left) > 0:
            weight, mean, sd = weights[left], means[left], sds[left]
            away = data[left][:, None, :] - mean[:, :, None]
            log_density = np.log(weight / sd)[:, :, None] - 0.5 * (away / sd[:, :, None]) ** 2
            shares = np.exp(log_density - log_density.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            held = shares.sum(axis=2)
            shift = np.einsum("ckn,ckn->ck", shares, away) / held
            spread = np.sqrt(np.einsum("ckn,ckn,ckn->ck", shares, away, away) / held - shift**2)
            held /= data.shape[1]
            change = np.abs([shift / sd, spread / sd - 1, held - weight]).max(axis=(0, 2))
            weights[left], means[left], sds[left] = held, mean + shift, spread
            left = left[change >= TOLERANCE]
        records[g] = ((weights * means).sum(axis=1) - true_mean) ** 2
    return records[-1]
