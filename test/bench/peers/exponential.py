"""The mean of n waiting times."""

import numpy as np
import sums


def draw(rng, mean, shape):
    return mean * rng.standard_exponential(shape)


def law(workload):
    return workload["parameters"]["mean"]


def loop(workload, chains):
    return sums.loop(workload, chains, law(workload), draw, np.log)


def vectorised(workload, chains):
    return sums.vectorised(workload, chains, law(workload), draw, np.log)


def statistics(workload, chains):
    return sums.statistics(workload, chains, law(workload), total, np.log)


def total(rng, means, n):
    return means * rng.standard_gamma(n, len(means))
