"""Writes glm.json: maximum-likelihood fits by statsmodels. Run: python glm.py > glm.json"""

import json

import numpy as np
import statsmodels
import statsmodels.api as sm

rng = np.random.default_rng(20241030)
n, covariates = 24, 2
design = np.round(np.column_stack([np.ones(n), rng.standard_normal((n, covariates))]), 3)
eta = design @ np.array([0.4, 0.9, -0.7])
counts = rng.integers(1, 4, n)
logistic = rng.binomial(1, 1 / (1 + np.exp(-eta)))
poisson = rng.poisson(np.exp(eta))
frequency = {"freq_weights": counts}


def fit(labels, family):
    model = sm.GLM(labels, design, family=family, **frequency)
    return model.fit(tol=1e-14, maxiter=200).params.tolist()


print(
    json.dumps(
        {
            "versions": {"statsmodels": statsmodels.__version__, "numpy": np.__version__},
            "design": design.ravel().tolist(),
            "counts": counts.tolist(),
            "logistic": {"labels": logistic.tolist(), "coefficients": fit(logistic, sm.families.Binomial())},
            "poisson": {"labels": poisson.tolist(), "coefficients": fit(poisson, sm.families.Poisson())},
        },
        indent=1,
    )
)
