"""Golden values of laws and functions for test/core/random: `python generate.py` writes the JSON files beside it.

Made with Python 3.11, NumPy 2.4.6, SciPy 1.17.1, mpmath 1.4.1 (`versions` in each file has what was used).
"""

import json
import platform
from pathlib import Path

import mpmath
import numpy
import scipy
from scipy import stats

here = Path(__file__).parent
versions = {
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "mpmath": mpmath.__version__,
}
alpha = 1e-5
bins = 200
fewest = 20


def write(name, content):
    (here / name).write_text(json.dumps({"versions": versions, **content}, indent=1) + "\n")


def edges(law, count=bins):
    """Inner boundaries of equally likely bins."""
    return [float(x) for x in law.ppf(numpy.arange(1, count) / count)]


def cells(law, draws):
    """Cells of counts: upper bounds, inclusive (the last cell has none), and probabilities, each expected often."""
    low, high = int(law.ppf(1e-6)), int(law.isf(1e-6))
    every = range(low, high) if high - low < bins else ()
    candidates = sorted({*every, *(int(k) for k in law.ppf(numpy.arange(1, bins) / bins))})
    bounds, below = [], 0.0
    for k in candidates:
        if law.cdf(k) - below >= fewest / draws and law.sf(k) >= fewest / draws:
            bounds.append(k)
            below = law.cdf(k)
    cumulative = [0.0, *(float(law.cdf(k)) for k in bounds)]
    probabilities = [float(b - a) for a, b in zip(cumulative, cumulative[1:])]
    return {"bounds": bounds, "probabilities": [*probabilities, float(law.sf(bounds[-1]))]}


def between(mean):
    """The counts between which a Poisson count of this mean lies, but for alpha / 2 on each side."""
    return [int(stats.poisson.ppf(alpha / 2, mean)), int(stats.poisson.isf(alpha / 2, mean))]


def laws():
    draws = 4_000_000
    edge = 3.654152885361008771645
    tail = 2 * stats.norm.sf(edge)
    shapes = [0.01, 0.1, 0.5, 1, 1.5, 4.5, 49.5, 1e3, 1e6, 1e9]
    binomials = [
        (1, 0.3, 100_000), (10, 0.5, 100_000), (100, 0.05, 100_000), (100, 0.97, 100_000), (5000, 0.999, 100_000),
        (20, 0.99999, 200_000), (10**9, 1e-12, 200_000), (10**9, 1e-8, 100_000), (10**9, 1e-6, 50_000),
        (10**6, 0.3, 50_000), (10**9, 0.5, 5_000),
    ]  # fmt: skip
    poissons = [(0.001, 200_000), (0.3, 100_000), (1, 100_000), (11.9, 100_000), (12, 100_000), (12.5, 100_000),
                (100, 100_000), (1e4, 50_000), (1e6, 20_000), (1e9, 5_000)]  # fmt: skip
    return {
        "alpha": alpha,
        "critical": [0.0, *(float(stats.chi2.isf(alpha, df)) for df in range(1, 401))],
        "zCritical": float(stats.norm.isf(alpha / 2)),
        "normal": {
            "draws": draws,
            "edges": edges(stats.norm()),
            "tails": [{"beyond": x, "between": between(draws * 2 * stats.norm.sf(x))} for x in (edge, 4, 4.5)],
            "tailEdge": edge,
            "tailEdges": [float(stats.norm.isf(tail / 2 * (1 - i / 20))) for i in range(1, 20)],
        },
        "gammas": [{"shape": a, "edges": edges(stats.gamma(a))} for a in shapes],
        "binomials": [{"n": n, "p": p, "draws": d, **cells(stats.binom(n, p), d)} for n, p, d in binomials],
        "poissons": [{"mean": m, "draws": d, **cells(stats.poisson(m), d)} for m, d in poissons],
    }


def precise(function, arguments):
    """[arguments…, nearest double, what it lacks] each."""
    rows = []
    for xs in arguments:
        xs = [float(x) for x in numpy.atleast_1d(xs)]
        value = function(*(mpmath.mpf(x) for x in xs))
        near = float(value)
        if near != 0 and numpy.isfinite(near):
            rows.append([*xs, near, float(value - near)])
    return rows


def functions():
    mpmath.mp.dps = 400
    rng = numpy.random.default_rng(1)
    wide = 10 ** rng.uniform(-307, 307, 300)
    near = 1 + rng.uniform(-0.1, 0.1, 200)
    close = 1 + rng.choice([-1, 1], 50) * 10 ** rng.uniform(-15, -2, 50)
    small = rng.choice([-1, 1], 150) * 10 ** rng.uniform(-300, -0.1, 150)
    powers = numpy.stack([10 ** rng.uniform(-3, 3, 300), rng.uniform(-90, 90, 300)], axis=1)
    return {
        "log": precise(mpmath.log, [*wide, *near, *close, 5e-324, 1e-310, 1.7976931348623157e308]),
        "exp": precise(mpmath.exp, [*rng.uniform(-708, 709, 300), *rng.uniform(-1, 1, 200), *small]),
        "log1p": precise(mpmath.log1p, [*small, *rng.uniform(-0.999, 2, 300), *10 ** rng.uniform(0, 300, 100)]),
        "pow": precise(mpmath.power, [*powers, [2, 0.5], [10, -300], [0.5, 1000], [1.0000001, 1e9]]),
        "lgamma": precise(mpmath.loggamma, [
            *rng.uniform(1e-3, 0.9, 100), *rng.uniform(2.2, 30, 200), *10 ** rng.uniform(1, 300, 200),
            *10 ** rng.uniform(-300, -3, 50), *rng.uniform(1.1, 1.9, 100), 0.5, 1.5, 3, 14.999999, 15, 15.000001]),
    }  # fmt: skip


write("laws.json", laws())
write("functions.json", functions())
