"""What each generation trains on: the regimes of src/core/regimes that workloads use, written once more."""

from functools import cache
import json
from typing import NamedTuple


class Training(NamedTuple):
    """draws: (model's generation, observations, weight) each; keeps: None for all, else (generation, weight) of kept
    batches, weight None for the one they were drawn with; sees: None for the whole pool, else a subsample's size."""

    draws: list
    keeps: list | None
    sees: int | None


def trainings(workload):
    """One entry a generation, from the first."""
    parameters = json.dumps(workload.get("regimeParameters", {}))
    return of(workload["regime"], parameters, workload["parameters"]["samples"], workload["generations"])


@cache
def of(regime, parameters, n, generations):
    make = REGIMES[regime]
    return [make(g, n, json.loads(parameters)) for g in range(1, generations + 1)]


def replace(g, n, _):
    return Training([(g - 1, n, 1)], [], None)


def accumulate(g, n, _):
    return Training([(g - 1, n, 1)], None, None)


def accumulate_subsample(g, n, _):
    return Training([(g - 1, n, 1)], None, n)


def fixed_real(g, n, _):
    return Training([(g - 1, n, 1)], [(1, None)] if g > 1 else [], None)


def fresh_real(g, n, _):
    return Training([(0, n, 1)] if g == 1 else [(0, n, 1), (g - 1, n, 1)], [], None)


def real_share(g, n, parameters):
    shares = parameters["shares"]
    real = round((shares[min(g - 2, len(shares) - 1)] if g > 1 else 1) * n)
    return Training([draw for draw in [(0, real, 1), (g - 1, n - real, 1)] if draw[1] > 0], [], None)


def mixture(g, n, parameters):
    beta, gamma = parameters["beta"], parameters["gamma"]
    alpha = 1 - beta - gamma
    shares, real, inherited = [], 0, 1
    for _ in range(g - 1):
        shares.append(alpha * inherited)
        real += gamma * inherited
        inherited *= beta
    sizes = apportion(n, [*shares, real + inherited])
    sources = [*range(g - 1, 0, -1), 0]
    return Training([(source, size, 1) for source, size in zip(sources, sizes) if size > 0], [], None)


def regenerate(g, n, _):
    return Training([(g - 1, max(1, g - 1) * n, 1)], [(1, None)] if g > 1 else [], None)


def replace_multiple(g, n, _):
    return Training([(g - 1, g * n, 1)], [], None)


def weights(g, n, parameters):
    ages = parameters["weights"][:g]
    scale = len(ages) / sum(ages)
    return Training(
        [(g - 1, n, ages[0] * scale)],
        [(g - age, weight * scale) for age, weight in reversed(list(enumerate(ages))) if age > 0],
        None,
    )


def window(g, n, parameters):
    kept = min(parameters["width"], g) - 1
    return Training([(g - 1, n, 1)], [(made, None) for made in range(g - kept, g)], None)


def apportion(total, shares):
    """Whole numbers that add up to the total, by largest remainders."""
    exact = [total * share for share in shares]
    sizes = [int(value) for value in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: sizes[i] - exact[i])
    for i in by_remainder[: total - sum(sizes)]:
        sizes[i] += 1
    return sizes


REGIMES = {
    "replace": replace,
    "accumulate": accumulate,
    "accumulate-subsample": accumulate_subsample,
    "fixed-real": fixed_real,
    "fresh-real": fresh_real,
    "real-share": real_share,
    "mixture": mixture,
    "regenerate": regenerate,
    "replace-multiple": replace_multiple,
    "weights": weights,
    "window": window,
}
