"""The share of ones among n zeros and ones."""

import sums


def law(workload):
    p = workload["parameters"]["p"]
    return p, lambda share: (share - p) ** 2


def loop(workload, chains):
    p, record = law(workload)
    return sums.loop(workload, chains, p, lambda rng, share, n: rng.binomial(1, share, n), record)


def vectorised(workload, chains):
    p, record = law(workload)
    return sums.vectorised(workload, chains, p, lambda rng, share, shape: rng.random(shape) < share, record)


def statistics(workload, chains):
    p, record = law(workload)

    def chosen(rng, ones, size, n):
        return rng.hypergeometric(ones.astype(int), (size - ones).astype(int), n)

    return sums.statistics(workload, chains, p, lambda rng, share, n: rng.binomial(n, share), record, chosen)
