"""A peer: `peer.py FORM` serves that function of every family's file in this folder.

A family's file is its name with underscores. A form it lacks is answered as unsupported, with the reason that its
dictionary NONE gives.
"""

import importlib
import sys

from protocol import Unsupported, serve

#: What a form does, and how many chains at once may be tried.
FORMS = {
    "loop": (
        "numpy loop over chains and generations on raw data, as the papers' published notebooks are written; the fit and "
        "its error of every generation are recorded",
        [1],
    ),
    "sklearn": (
        "scikit-learn's own estimator, fitted and sampled once a chain and generation",
        [1],
    ),
    "vectorised": (
        "numpy on raw observations, all chains of a batch in one array operation, batch size tuned; records what the loop "
        "records",
        [8, 32, 128, 512],
    ),
    "statistics": (
        "numpy on sufficient statistics drawn from their own law, all chains of a batch in one array operation, batch "
        "size tuned; records what the loop records",
        [64, 256, 1024, 4096, 16384],
    ),
}


def kernel(form):
    def run(workload, chains):
        module = importlib.import_module(workload["family"].replace("-", "_"))
        function = getattr(module, form, None)
        if function is None:
            raise Unsupported(getattr(module, "NONE", {}).get(form, "the family has no such form"))
        return function(workload, chains)

    return run


form = sys.argv[1]
detail, sizes = FORMS[form]
serve(kernel(form), detail, sizes)
