"""Writes mixture.json: fits of Gaussian mixtures by NumPy's own arithmetic and SciPy's root finder.

Run: python mixture.py > mixture.json
"""

import json

import numpy as np
import scipy
from scipy.optimize import brentq

rng = np.random.default_rng(20241217)


def drawn(n, weights, means, sds):
    k = rng.choice(len(weights), n, p=np.array(weights) / np.sum(weights))
    return np.round(np.array(means)[k] + np.array(sds)[k] * rng.standard_normal(n), 6)


def em(y, counts, weights, means, sds):
    w, m, s = (np.array(x, float) for x in (weights, means, sds))
    w /= w.sum()
    for _ in range(200_000):
        log = np.log(w / s) - 0.5 * ((y[:, None] - m) / s) ** 2
        r = np.exp(log - log.max(1, keepdims=True))
        r *= (counts / r.sum(1))[:, None]
        held = r.sum(0)
        mean = (r * y[:, None]).sum(0) / held
        sd = np.sqrt((r * (y[:, None] - mean) ** 2).sum(0) / held)
        change = max(abs(mean - m).max(), abs(sd - s).max())
        w, m, s = held / counts.sum(), mean, sd
        if change < 1e-14:
            break
    return [*w, *m, *s]


def symmetric(y):
    """The largest root of Suresh et al.'s equation, looked for from above; 0 where there is no other."""
    q = np.mean(y**2)
    top = np.mean(abs(y))
    gap = lambda t: t - np.mean(y * np.tanh(t * y / (q - t * t)))
    grid = np.linspace(top, 1e-3 * top, 4001)
    for high, low in zip(grid, grid[1:]):
        if gap(low) < 0:
            t = brentq(gap, low, high, xtol=1e-15, rtol=1e-15)
            return [t, float(np.sqrt(q - t * t))]
    return [0.0, float(np.sqrt(q))]


def approximate(y):
    n, m0, q = len(y), np.mean(abs(y)), np.mean(y**2)
    v, eta = q - m0**2, 2
    kappa = np.exp(((eta - 1) * ((n - 1) / 2 + 4 * eta)) / (eta * (n - 1) * (n + 4 * eta - 1))) - 1
    a = 50 if q <= (1 + kappa) * m0**2 else 2 * (1 + kappa) * q / (q - (1 + kappa) * m0**2)
    var = a * q * v / (a * m0**2 + 2 * q) if q <= (2 * a / (a - 2)) * m0**2 else q
    return [float(np.sqrt(q - var)), float(np.sqrt(var))]


free = []
for n, weights, means, sds in [
    (60, [0.5, 0.5], [-2, 2], [1, 1]),
    (61, [1, 2], [-3, 1], [0.4, 1.5]),
    (90, [1, 1, 2], [-4, 0, 4], [1, 0.5, 1]),
    (40, [1], [3], [2]),
]:
    y = drawn(n, weights, means, sds)
    counts = rng.integers(1, 4, n).astype(float)
    start = {"weights": weights, "means": means, "sds": sds}
    free.append({**start, "values": y.tolist(), "counts": counts.tolist(), "fit": em(y, counts, **start)})

pairs = []
for n, mean, sd in [(10, 1, 1), (11, 1, 1), (10, 2, 1), (25, 0.3, 1), (40, 0, 1), (10, 1, 0.05), (7, 5, 0.001)]:
    y = drawn(n, [1, 1], [-mean, mean], [sd, sd])
    pairs.append({"values": y.tolist(), "joint": symmetric(y), "approximate": approximate(y)})

versions = {"numpy": np.__version__, "scipy": scipy.__version__}
print(json.dumps({"versions": versions, "free": free, "symmetric": pairs}, indent=1))
