"""The mean of n Poisson counts."""

import sums


def law(workload):
    mean = workload["parameters"]["mean"]
    return mean, lambda fitted: (fitted - mean) ** 2


def draw(rng, mean, shape):
    return rng.poisson(mean, shape)


def loop(workload, chains):
    return sums.loop(workload, chains, *with_draw(workload))


def vectorised(workload, chains):
    return sums.vectorised(workload, chains, *with_draw(workload))


def statistics(workload, chains):
    mean, record = law(workload)
    return sums.statistics(workload, chains, mean, lambda rng, means, n: rng.poisson(n * means), record)


def with_draw(workload):
    mean, record = law(workload)
    return mean, draw, record
