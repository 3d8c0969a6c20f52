"""The exponent of Beta(θ, 1) from n draws, as the inverse of the mean of their negative logarithms."""

import numpy as np
import sums


def loop(workload, chains):
    return sums.loop(workload, chains, law(workload), draw, record)


def vectorised(workload, chains):
    return sums.vectorised(workload, chains, law(workload), draw, record)


def statistics(workload, chains):
    def total(rng, means, n):
        return means * rng.standard_gamma(n, len(means))

    return sums.statistics(workload, chains, law(workload), total, record)


def law(workload):
    return 1 / workload["parameters"]["theta"]


def draw(rng, mean, shape):
    return -np.log(rng.random(shape) ** mean)


def record(mean):
    return -np.log(mean)
