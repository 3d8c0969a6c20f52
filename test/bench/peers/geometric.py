"""Failures before the first success: their mean, from n runs."""

import numpy as np
import sums


def loop(workload, chains):
    return sums.loop(workload, chains, law(workload), draw, record)


def vectorised(workload, chains):
    return sums.vectorised(workload, chains, law(workload), draw, record)


def statistics(workload, chains):
    def total(rng, means, n):
        return rng.negative_binomial(n, record(means))

    return sums.statistics(workload, chains, law(workload), total, record)


def law(workload):
    p = workload["parameters"]["p"]
    return (1 - p) / p


def draw(rng, mean, shape):
    return rng.geometric(1 / (1 + mean), shape) - 1


def record(mean):
    return 1 / (1 + np.asarray(mean))
