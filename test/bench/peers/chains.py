"""Chains of any family under any regime, on raw observations: one at a time, and all of a batch at once."""

import numpy as np

from regimes import trainings


def one_chain(rng, workload, truth, draw, fit, record):
    """As a notebook has it: draw(model, n), np.concatenate, fit(data, weights). Returns the last record.

    weights is None where every observation counts the same.
    """
    models, batches, pool = [truth], {}, None
    records = np.empty(workload["generations"])
    for g, (draws, keeps, sees) in enumerate(trainings(workload), 1):
        new = [draw(models[source], size) for source, size, _ in draws]
        batch = new[0] if len(new) == 1 else np.concatenate(new)
        weights = None
        if keeps is None:
            pool = batch if pool is None else np.concatenate([pool, batch])
            data = pool if sees is None or g == 1 else rng.choice(pool, sees, replace=False)
        elif keeps:
            data = np.concatenate([*(batches[made] for made, _ in keeps), batch])
            if keeps[0][1] is not None:
                sizes = [len(batches[made]) for made, _ in keeps]
                weights = np.repeat([*(weight for _, weight in keeps), draws[0][2]], [*sizes, len(batch)])
        else:
            data = batch
        if keeps is not None:
            batches[g] = batch
        model = fit(data, weights)
        models.append(model)
        records[g - 1] = record(model)
    return records[-1]


def subsample(rng, chains, size, n):
    """[chains, n] distinct indices below `size` a row: the first n distinct of a uniform stream."""
    if size <= 3 * n:
        every = np.broadcast_to(np.arange(size), (chains, size))
        return rng.permuted(every, axis=1)[:, :n]
    taken = np.sort(rng.integers(0, size, (chains, n), dtype=np.int32), axis=1)
    while True:
        row, column = np.nonzero(taken[:, 1:] == taken[:, :-1])
        if len(row) == 0:
            return taken
        taken[row, column + 1] = rng.integers(0, size, len(row), dtype=np.int32)
        again = np.unique(row)
        taken[again] = np.sort(taken[again], axis=1)
