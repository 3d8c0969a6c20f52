"""½·U[0, 1] + (1-α)/2·U[0, 1-2α] + α/4·U[2, 3] + α/4·U[μ, μ+f(α)]: collapses at its second fit."""

import numpy as np

plain = np.random.default_rng(1)

WIDE, LIMIT, MOST = 1 / 39, 0.1, 0.25
NONE = {
    form: "the exact fit searches candidates that differ from chain to chain"
    for form in ("vectorised", "statistics")
}


def loop(workload, chains):
    return np.array([chain(workload) for _ in range(chains)])


def chain(workload):
    n, generations = workload["parameters"]["samples"], workload["generations"]
    pool, alpha, mu = np.empty(0), 0.0, 2.0
    for _ in range(generations):
        pool = np.concatenate([pool, draw(alpha, mu, n)])
        alpha, mu = fit(pool, mu, 16 * n)
    return alpha


def draw(alpha, mu, n):
    part, place = plain.random(n), plain.random(n)
    spike = mu + (WIDE * place if alpha <= LIMIT else 0)
    bounds = [part < 0.5, part < 1 - alpha / 2, part < 1 - alpha / 4]
    return np.select(bounds, [place, (1 - 2 * alpha) * place, 2 + place], spike)


def fit(pool, mu, log_narrow):
    near, far = np.sort(pool[pool <= 1]), np.sort(pool[pool >= 2])
    candidates = np.concatenate([(1 - near[near >= 0.5]) / 2, [LIMIT, MOST]])
    candidates = candidates[candidates > 0]
    inside = np.searchsorted(near, 1 - 2 * candidates + 1e-12, side="right")
    likelihood = inside * np.log1p((1 - candidates) / (1 - 2 * candidates))
    broad = narrow = mu
    if len(far) > 0:
        broad, broad_count = window(far, WIDE, mu)
        narrow, narrow_count = window(far, 0, mu)
        gains = np.where(candidates > LIMIT, narrow_count * log_narrow, broad_count * np.log(40))
        likelihood += len(far) * np.log(candidates) + gains
    alpha = candidates[likelihood.argmax()]
    return alpha, narrow if alpha > LIMIT else broad


def window(far, width, near):
    """Where a window covers most observations: of several places the nearest to `near`."""
    starts = np.minimum(far, 3 - width)
    counts = np.searchsorted(far, starts + width, side="right") - np.searchsorted(far, starts)
    best = counts.max()
    places = starts[counts == best]
    return places[np.abs(places - near).argmin()], best
