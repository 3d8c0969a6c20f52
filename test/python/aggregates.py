"""Computes what `cells` says from the rows of `generations`, with NumPy and SciPy, and prints what differs as JSON.
Usage: aggregates.py FOLDER, which `ouro export ID --to parquet-dir:FOLDER` made
"""

import json
import math
import sys

import numpy as np
import pyarrow.dataset as ds
from scipy import stats

folder = sys.argv[1]


def rows(table):
    return ds.dataset(f"{folder}/{table}", format="parquet", partitioning=None).to_table().to_pylist()


def mean(values):
    """Rounded once, wherever a double can hold the sum."""
    return math.fsum(values) / len(values)


def spread(values):
    """Divisor n - 1; in 80 bits about the mean, so that only the last of our digits may differ."""
    wide = np.asarray(values, np.longdouble)
    return float(np.sqrt(((wide - wide.mean()) ** 2).sum() / (len(wide) - 1)))


def delta_ratio(x, y):
    """Mean(x) / mean(y) of pairs with the standard error of the delta method; None where y is not far from 0."""
    x, y = np.asarray(x, np.longdouble), np.asarray(y, np.longdouble)
    (xx, xy), (_, yy) = np.cov(x, y, dtype=np.longdouble)
    if abs(y.mean()) <= 4 * np.sqrt(yy / len(y)):
        return None
    ratio = x.mean() / y.mean()
    return ratio, np.sqrt((xx - 2 * ratio * xy + ratio**2 * yy) / len(x)) / abs(y.mean())


def bootstrap_error(x, y):
    """The same standard error by resampling chains."""
    found = stats.bootstrap(
        (x, y), lambda a, b, axis: np.mean(a, axis=axis) / np.mean(b, axis=axis),
        paired=True, vectorized=True, n_resamples=4000, method="percentile", rng=np.random.default_rng(1),
    )
    return float(found.standard_error)


def expected(values, first):
    """@param first values of generation 1, of the same chains; None where a chain has none"""
    pairs = [(x, y) for x, y in zip(values, first) if x is not None and y is not None]
    values = np.sort([x for x in values if x is not None])
    n = len(values)
    out = {"n": n}
    if n == 0:
        return out
    finite = bool(np.isfinite(values).all())
    both = values[0] == -math.inf and values[-1] == math.inf
    cut = values[n // 10 : n - n // 10]
    with np.errstate(invalid="ignore", over="ignore"):
        out["mean"] = mean(values) if finite else None if both else float(np.sum(values))
        out["trimmed_mean"] = float(stats.trim_mean(values, 0.1)) if np.isfinite(cut).all() else None if cut[0] == -math.inf and cut[-1] == math.inf else float(np.sum(cut))
        for name, p in {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}.items():
            out[name] = float(np.quantile(values, p, method="linear"))
        out["mad"] = float(stats.median_abs_deviation(values, scale=1.0)) if math.isfinite(out["q50"]) else None
    out["sd"] = spread(values) if finite else None
    out["se"] = out["sd"] / math.sqrt(n) if finite else None
    positive = finite and values[0] > 0
    logs = np.log(values.astype(np.longdouble)) if positive else None
    out["log_mean"] = float(logs.mean()) if positive else None
    out["log_sd"] = float(logs.std(ddof=1)) if positive else None
    if len(pairs) > 1 and np.isfinite(pairs).all() and (found := delta_ratio(*zip(*pairs))):
        ratio, half = found[0], stats.norm.ppf(0.975) * found[1]
        out.update(first_ratio=ratio, first_ratio_low=ratio - half, first_ratio_high=ratio + half)
        out.update({name: None if abs(value) > sys.float_info.max else float(value) for name, value in out.items() if name.startswith("first")})
    return out


def agrees(name, wanted, found, scale):
    """@param scale magnitude of what was added up: roundings are relative to it"""
    wanted = None if wanted is None or math.isnan(wanted) else wanted
    if wanted is None or found is None:
        # NumPy has no quantile beside an infinite value, where ours is that value.
        return found is wanted or (name.startswith("q") and math.isinf(found))
    if not math.isfinite(wanted):
        return found == wanted
    return abs(found - wanted) <= 1e-13 * max(abs(wanted), scale)


columns = {"loss": "loss", "status": "metric_status"}
series = {}
for row in rows("generations"):
    for metric, column in columns.items():
        key = (row["cell_id"], metric, row["generation"])
        series.setdefault(key, {})[row["replicate"]] = row[column]
for of in series.values():
    for replicate, value in of.items():
        if value is not None and math.isnan(value):
            of[replicate] = None

compared, ratios, differences = 0, [], []
for cell in rows("cells"):
    key = (cell["cell_id"], cell["metric"], cell["generation"])
    chains = sorted(series[key])
    values = [series[key][chain] for chain in chains]
    first = [series[(*key[:2], 1)][chain] for chain in chains]
    sizes = [abs(x) for x in values if x is not None and math.isfinite(x)]
    for name, wanted in expected(values, first).items():
        # A mean and what is made of it add terms of both signs; order statistics do not.
        scale = mean(sizes) if name in ("mean", "trimmed_mean") and sizes else 0
        if name.startswith("log_"):
            scale = 1
        if name.startswith("first_") and cell["first_ratio"] is not None:
            scale = mean(sizes) / abs(mean([y for y in first if y is not None]))
        compared += 1
        if not agrees(name, wanted, cell[name], scale):
            differences.append([*key, name, repr(wanted), repr(cell[name])])
    if cell["first_ratio"] is not None and cell["generation"] > 1:
        x, y = np.array([(a, b) for a, b in zip(values, first) if a is not None and b is not None]).T
        error = (cell["first_ratio_high"] - cell["first_ratio_low"]) / 2 / stats.norm.ppf(0.975)
        ratios.append([*key, error / bootstrap_error(x, y)])

json.dump({"compared": compared, "differences": differences, "ratios": ratios}, sys.stdout)
