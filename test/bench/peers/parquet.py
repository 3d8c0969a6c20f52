"""pyarrow as a peer of the parquet bench: prints what it took as JSON.

parts METRICS SECONDS: one part again and again, from columns that stand in row order already.
compact FOLDER METRICS: the files of `generations` from the parts of a store, by partition, in the order of the store.
"""

import io
import json
import os
import resource
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

LANES, GENERATIONS = 256, 100
FILE_BYTES = 2**28


def parts(metrics, seconds):
    rows = LANES * GENERATIONS
    rng = np.random.default_rng(1)
    columns = {
        "replicate": np.repeat(np.arange(LANES, dtype=np.int32), GENERATIONS),
        "generation": np.tile(np.arange(1, GENERATIONS + 1, dtype=np.int32), LANES),
        "training_size": np.full(rows, 100.0),
        "real_share": np.tile(1 / np.arange(1, GENERATIONS + 1), LANES),
        "status": pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), ["ok"]),
    }
    columns.update({f"m_{i}": rng.normal(size=rows) for i in range(metrics)})
    table = pa.table(columns)

    def once():
        sink = io.BytesIO()
        pq.write_table(table, sink, compression="none", use_dictionary=["status"], write_statistics=False)
        return sink.tell()

    once()
    cpu, wall, done = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - wall < seconds:
        size = once()
        done += rows
    return {"rows": done, "cpu": time.process_time() - cpu, "bytes": size}


def compact(folder, metrics):
    begin = time.perf_counter()
    sweep = os.path.join(folder, "store", "bench-0000000000")
    plan = json.load(open(os.path.join(sweep, "plan.json")))
    target = os.path.join(folder, "pyarrow")
    os.makedirs(target, exist_ok=True)
    size = 0
    for regime in dict.fromkeys(cell["regime"] for cell in plan["cells"]):
        cells = [cell for cell in plan["cells"] if cell["regime"] == regime]
        size += partition(sweep, plan, regime, cells, target, metrics)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    wall = time.perf_counter() - begin
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peakMiB": usage.ru_maxrss / 1024,
        "bytes": size,
    }


def partition(sweep, plan, regime, cells, target, metrics):
    rows = len(cells) * plan["replicates"] * plan["generations"]
    files = max(1, -(-rows * (8 * metrics + 2) // FILE_BYTES))
    writer, written, index, size = None, 0, 0, 0
    for cell in cells:
        folder = os.path.join(sweep, "parts", cell["id"][:2], cell["id"])
        for name in sorted(os.listdir(folder)):
            for part in sorted(os.listdir(os.path.join(folder, name))):
                table = columns(pq.read_table(os.path.join(folder, name, part)), plan, cell)
                if writer is None:
                    path = os.path.join(target, f"{regime}-{index}.parquet")
                    writer = pq.ParquetWriter(path, table.schema, compression="zstd")
                writer.write_table(table)
                written += table.num_rows
                if written >= (index + 1) * rows / files:
                    writer.close()
                    size += os.path.getsize(path)
                    writer, index = None, index + 1
    if writer is not None:
        writer.close()
        size += os.path.getsize(path)
    return size


def columns(part, plan, cell):
    rows = part.num_rows

    def constant(value):
        return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [value])

    chain = pc.binary_join_element_wise(cell["id"], pc.cast(part["replicate"], pa.string()), "-")
    fixed = {
        "sweep_id": constant(plan["sweepId"]),
        "cell_id": constant(cell["id"]),
        "chain_id": chain,
        "family": constant(cell["family"]),
        "regime": constant(cell["regime"]),
        "samples": constant(float(cell["parameters"]["samples"])),
        "replicate": part["replicate"],
        "generation": part["generation"],
        "training_size": pc.cast(part["training_size"], pa.int64()),
        "real_share": part["real_share"],
    }
    metrics = {n[2:]: part[n] for n in part.column_names if n.startswith("m_")}
    return pa.table({**fixed, **metrics, "status": part["status"]})


if __name__ == "__main__":
    mode, *rest = sys.argv[1:]
    if mode == "version":
        print(json.dumps({"pyarrow": pa.__version__, "codec": "zstd"}))
    elif mode == "parts":
        print(json.dumps(parts(int(rest[0]), float(rest[1]))))
    else:
        print(json.dumps(compact(rest[0], int(rest[1]))))
