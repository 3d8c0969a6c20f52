"""Line protocol of a peer: a JSON request a line on stdin, a JSON reply a line on stdout.

Request: {"workload": {...}, "seconds": s}. Reply: {"work", "cpu", "wall", "check"}: chain-generations done, seconds
of CPU and wall clock that they took, and count, sum and sum of squares of the metric that the workload names under
"compared", at the last generation, one value a chain, by which the harness sees that all contestants compute the same law.
A request with "about": true is answered with versions and with what the peer does.
"""

import json
import platform
import sys
import time

import numpy as np


class Unsupported(Exception):
    """This peer has no form for that workload; the message says why."""


def serve(kernel, detail, sizes):
    """Answers requests until stdin ends.

    kernel: function(workload, chains) -> the metric at the last generation, one number a chain.
    sizes: how many chains at once may be tried; the fastest is kept for each workload.
    """
    best = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = about(detail) if request.get("about") else measure(kernel, request, sizes, best)
        except Unsupported as reason:
            reply = {"unsupported": str(reason)}
        print(json.dumps(reply), flush=True)


def about(detail):
    return {"python": platform.python_version(), "numpy": np.__version__, "detail": detail}


def measure(kernel, request, sizes, best):
    workload = request["workload"]
    key = json.dumps(workload)
    if key not in best:
        best[key] = fastest(kernel, workload, sizes, request["seconds"])
    chains = best[key]
    done = []
    wall, cpu = time.perf_counter(), time.process_time()
    while True:
        done.append(kernel(workload, chains))
        if time.perf_counter() - wall >= request["seconds"]:
            break
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    errors = np.concatenate(done)
    return {
        "work": len(errors) * workload["generations"],
        "cpu": cpu,
        "wall": wall,
        "chains": chains,
        "check": {"count": len(errors), "sum": float(errors.sum()), "squares": float((errors**2).sum())},
    }


def fastest(kernel, workload, sizes, seconds):
    """The number of chains at once with the least CPU time a chain: the better of two tries each."""
    if len(sizes) == 1:
        kernel(workload, sizes[0])
        return sizes[0]
    cost = {}
    for chains in sizes:
        tries = []
        for _ in range(2):
            begin = time.process_time()
            kernel(workload, chains)
            tries.append(time.process_time() - begin)
        cost[chains] = min(tries) / chains
        if min(tries) > seconds:
            break
    return min(cost, key=cost.get)
