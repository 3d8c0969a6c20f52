"""Golden values of laws and functions for test/core/random: `python generate.py` writes the JSON files beside it.

Made with Python 3.11, NumPy 2.4.6, SciPy 1.17.1, mpmath 1.4.1 (`versions` in each file has what was used).
"""

import json
import platform
from fractions import Fraction
from math import comb
from pathlib import Path

import mpmath
import numpy
import scipy
from scipy import special, stats

here = Path(__file__).parent
versions = {
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "mpmath": mpmath.__version__,
}
alpha = 1e-5
draws = 1_000_000
bins = 200
fewest = 20


def write(name, content):
    (here / name).write_text(json.dumps({"versions": versions, **content}, indent=1) + "\n")


def edges(law, count=bins):
    """Inner boundaries of equally likely bins."""
    return [float(x) for x in law.ppf(numpy.arange(1, count) / count)]


def around(law, share):
    """A count with about this share below it; of large laws the normal approximation's, which SciPy always finds."""
    return int(law.ppf(share) if law.std() < 1000 else law.mean() + law.std() * stats.norm.ppf(share))


def cells(law):
    """Cells of counts: upper bounds, inclusive (the last cell has none), and probabilities, each expected often."""
    low, high = around(law, 1e-6), around(law, 1 - 1e-6)
    every = range(low, high) if high - low < bins else ()
    candidates = sorted({*every, *(around(law, i / bins) for i in range(1, bins))})
    bounds, below = [], 0.0
    for k in candidates:
        if law.cdf(k) - below >= fewest / draws and law.sf(k) >= fewest / draws:
            bounds.append(k)
            below = law.cdf(k)
    cumulative = [0.0, *(float(law.cdf(k)) for k in bounds)]
    probabilities = [float(b - a) for a, b in zip(cumulative, cumulative[1:])]
    return {"bounds": bounds, "probabilities": [*probabilities, float(law.sf(bounds[-1]))]}


def hypergeometric(population, marked, chosen):
    """The law of how many chosen are marked, from whole numbers: SciPy's own takes seconds where populations are large."""
    ways = [comb(marked, k) * comb(population - marked, chosen - k) for k in range(chosen + 1)]
    masses = [float(Fraction(w, comb(population, chosen))) for w in ways]
    if population < 1000:
        numpy.testing.assert_allclose(masses, stats.hypergeom(population, marked, chosen).pmf(range(chosen + 1)), rtol=1e-9)
    return stats.rv_discrete(values=(range(chosen + 1), masses))


def together(sizes, law):
    """Cells of the count of every part of a whole, and of every two parts taken together."""
    parts = [(i,) for i in range(len(sizes))]
    if len(sizes) > 2:
        parts += [(i, j) for j in range(len(sizes)) for i in range(j)]
    return [{"parts": part, **cells(law(sum(sizes[i] for i in part)))} for part in parts]


def between(mean):
    """The counts between which a Poisson count of this mean lies, but for alpha / 2 on each side."""
    return [int(stats.poisson.ppf(alpha / 2, mean)), int(stats.poisson.isf(alpha / 2, mean))]


def laws():
    normals = 4_000_000
    edge = 3.654152885361008771645
    tail = 2 * stats.norm.sf(edge)
    shapes = [0.01, 0.1, 0.5, 0.999, 1, 1.001, 1.5, 4.5, 49.5, 1e3, 1e6, 1e9]
    # Inversion gives way to rejection where the mean reaches 12: laws on either side of it, and at it.
    binomials = [
        (1, 0.3), (10, 0.5), (100, 0.05), (100, 0.97), (5000, 0.999), (20, 0.9999), (23, 0.5), (24, 0.5), (25, 0.5),
        (40, 0.2999), (40, 0.3), (40, 0.7), (40, 0.7001), (10**9, 1e-12), (10**9, 1e-8), (10**9, 1.1999e-8),
        (10**9, 1.2e-8), (10**9, 1e-6), (10**6, 0.3), (10**9, 0.5), (10**9, 1 - 1e-8), (10**12, 1e-12), (10**12, 0.3),
    ]  # fmt: skip
    poissons = [1e-3, 0.3, 1, 5, 11.999, 12, 12.001, 40, 100, 1e4, 1e6, 1e9, 1e12]
    multinomials = [
        ([1, 3, 2], 4), ([1, 2, 1], 10), ([5, 1e-3, 5], 1000), ([1, 1, 1e-6], 10**5), ([1, 1e-12, 1e-9], 10**9),
        ([1e-12, 1, 1e-9], 10**9), ([1, 1, 4, 4], 30),
    ]  # fmt: skip
    # A bitmap gives way to a table of the chosen beyond 64 times their number.
    subsets = [
        ([60, 140], 20), ([12, 8], 15), ([160, 480], 10), ([160, 481], 10), ([5, 8, 4], 4), ([100, 200, 341], 10),
        ([2**31, 2**31 - 1], 8), ([10**6, 4 * 10**9], 8), ([10**9, 2 * 10**9, 5 * 10**8], 5),
    ]  # fmt: skip
    return {
        "alpha": alpha,
        "draws": draws,
        "critical": [0.0, *(float(stats.chi2.isf(alpha, df)) for df in range(1, 401))],
        "zCritical": float(stats.norm.isf(alpha / 2)),
        "normal": {
            "draws": normals,
            "edges": edges(stats.norm()),
            "tails": [{"beyond": x, "between": between(normals * 2 * stats.norm.sf(x))} for x in (edge, 4, 4.5)],
            "tailEdge": edge,
            "tailEdges": [float(stats.norm.isf(tail / 2 * (1 - i / 20))) for i in range(1, 20)],
        },
        "gammas": [{"shape": a, "edges": edges(stats.gamma(a))} for a in shapes],
        "betas": [{"theta": a, "edges": edges(stats.beta(a, 1))} for a in (0.1, 1, 7.5, 1e6)],
        "binomials": [{"n": n, "p": p, **cells(stats.binom(n, p))} for n, p in binomials],
        "poissons": [{"mean": m, **cells(stats.poisson(m))} for m in poissons],
        "multinomials": [
            {"weights": w, "n": n, "counts": together(w, lambda part: stats.binom(n, part / sum(w)))}
            for w, n in multinomials
        ],
        "subsets": [
            {"sizes": s, "n": n, "counts": together(s, lambda part: hypergeometric(sum(s), part, n))}
            for s, n in subsets
        ],
        "wisharts": [
            {"order": d, "freedom": f, "logDeterminant": float(sum(special.digamma((f - i) / 2) + numpy.log(2) for i in range(d))),
             "variance": float(sum(special.polygamma(1, (f - i) / 2) for i in range(d)))}
            for d, f in [(1, 2), (2, 5), (3, 4), (3, 100), (5, 7), (5, 10**6)]
        ],
    }  # fmt: skip


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
