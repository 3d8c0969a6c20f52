"""Chains as tasks of a tool that spreads work over processes: TOOL CHAINS GENERATIONS SAMPLES CORES SEED [CHAIN]."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

tool = sys.argv[1]
chains, generations, samples, cores, seed = map(int, sys.argv[2:7])


def chain(number):
    """One chain of refitted Gaussians; returns its last mean and variance."""
    random = np.random.default_rng([seed, number])
    mean, sd = 0.0, 1.0
    for _ in range(generations):
        draws = random.normal(mean, sd, samples)
        mean, sd = draws.mean(), draws.std(ddof=1)
    return mean, sd * sd


def main():
    if tool == "joblib":
        from joblib import Parallel, delayed

        results = Parallel(n_jobs=cores)(delayed(chain)(number) for number in range(chains))
    elif tool == "dask":
        import dask

        tasks = [dask.delayed(chain)(number) for number in range(chains)]
        results = dask.compute(*tasks, scheduler="processes", num_workers=cores)
    elif tool == "ray":
        import ray

        ray.init(num_cpus=cores, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
        remote = ray.remote(chain)
        results = ray.get([remote.remote(number) for number in range(chains)])
        ray.shutdown()
    elif tool == "ray[tune]":
        import ray
        from ray import tune

        ray.init(num_cpus=cores, include_dashboard=False, log_to_driver=False, logging_level="ERROR")

        def trial(config):
            mean, variance = chain(config["number"])
            return {"mean": mean, "variance": variance}

        with TemporaryDirectory() as folder:
            tuner = tune.Tuner(
                trial,
                param_space={"number": tune.grid_search(list(range(chains)))},
                tune_config=tune.TuneConfig(reuse_actors=True),
                run_config=tune.RunConfig(storage_path=folder, verbose=0),
            )
            results = [(result.metrics["mean"], result.metrics["variance"]) for result in tuner.fit()]
        ray.shutdown()
    elif tool == "snakemake":
        script = Path(__file__)
        with TemporaryDirectory() as folder:
            command = [sys.executable, str(script), "one", *sys.argv[2:]]
            snakemake = [sys.executable, "-m", "snakemake", "--snakefile", str(script.with_name("Snakefile"))]
            options = ["--cores", str(cores), "--quiet", "all", "--directory", folder]
            config = ["--config", f"chains={chains}", f"command={' '.join(command)}"]
            subprocess.run([*snakemake, *options, *config], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            files = Path(folder, "out").glob("*.txt")
            results = [tuple(map(float, file.read_text().split())) for file in files]
    elif tool == "one":
        print(*chain(int(sys.argv[7])))
        return
    else:
        sys.exit(f"no tool {tool}")

    assert len(results) == chains
    print(np.mean([variance for _, variance in results]))


if __name__ == "__main__":  # Dask's processes begin by reading this file
    main()
