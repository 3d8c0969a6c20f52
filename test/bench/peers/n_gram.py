"""A bigram model of a text, refitted to runs of words that it wrote."""

from collections import Counter
from functools import cache
import random
import re

import numpy as np

NONE = {"statistics": "counts of a Markov chain's words have no law of their own that is drawn from directly"}

plain = random.Random(1)
rng = np.random.Generator(np.random.SFC64(1))


@cache
def bigrams(path):
    """Pairs of word numbers in the order of the text."""
    with open(path, encoding="utf8") as file:
        words = re.findall(r"\w+", file.read().lower())
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    row = [numbers[word] for word in words]
    return list(zip(row, row[1:]))


def loop(workload, chains):
    """Plain Python, as n-gram models are written: counters of successors, random.choices."""
    return np.array([float(chain(workload)) for _ in range(chains)])


def chain(workload):
    parameters = workload["parameters"]
    n, run = parameters["samples"], parameters["run"]
    counts = Counter(bigrams(workload["files"]["text"]))
    pool = Counter()
    for _ in range(workload["generations"]):
        written = Counter(write(counts, n, run))
        if workload["regime"] == "accumulate":
            pool.update(written)
            counts = pool
        else:
            counts = written
    return len(counts)


def write(counts, n, run):
    grams, weights = list(counts), list(counts.values())
    successors = {}
    for (first, second), count in counts.items():
        seconds, shares = successors.setdefault(first, ([], []))
        seconds.append(second)
        shares.append(count)
    for start in range(0, n, run):
        gram = plain.choices(grams, weights)[0]
        yield gram
        for _ in range(min(run, n - start) - 1):
            if gram[1] in successors:
                seconds, shares = successors[gram[1]]
                gram = (gram[1], plain.choices(seconds, shares)[0])
            else:
                gram = plain.choices(grams, weights)[0]
            yield gram


def vectorised(workload, chains):
    """All runs of all chains a word at a time; running sums of all chains in one sorted list."""
    parameters = workload["parameters"]
    n, run, generations = parameters["samples"], parameters["run"], workload["generations"]
    pairs = np.array(bigrams(workload["files"]["text"]))
    grams, counts = np.unique(pairs, axis=0, return_counts=True)
    k = len(grams)
    first = np.searchsorted(grams[:, 0], np.arange(pairs.max() + 2))
    following = grams[:, 1]
    runs = n // run
    lane = np.repeat(np.arange(chains), runs)
    counts = np.tile(counts, (chains, 1))
    pool = np.zeros((chains, k), dtype=np.int64)
    records = np.empty((generations, chains))
    for g in range(generations):
        ends = counts.cumsum(axis=1)
        totals = ends[:, -1]
        offsets = np.concatenate([[0], totals.cumsum()])
        flat = (ends + offsets[:-1, None]).ravel()
        before = np.concatenate([[0], flat])
        written = np.zeros(chains * k, dtype=np.int64)
        base = lane * k
        low, high = offsets[lane], offsets[lane + 1]
        for _ in range(run):
            target = low + rng.random(len(lane)) * (high - low)
            place = flat.searchsorted(target, side="right")
            written += np.bincount(place, minlength=chains * k)
            word = following[place - base]
            low, high = before[base + first[word]], before[base + first[word + 1]]
            dead = low == high
            low, high = np.where(dead, offsets[lane], low), np.where(dead, offsets[lane + 1], high)
        counts = written.reshape(chains, k)
        if workload["regime"] == "accumulate":
            pool += counts
            counts = pool
        records[g] = np.count_nonzero(counts, axis=1)
    return records[-1]
