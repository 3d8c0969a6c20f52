"""Unpenalised Poisson regression on a fixed design."""

import numpy as np
from sklearn.linear_model import PoissonRegressor

import glm

NONE = glm.NONE


def variance(mean):
    return mean


def label(rng, mean):
    return rng.poisson(mean).astype(float)


def loop(workload, chains):
    return glm.one_by_one(workload, chains, np.exp, label, glm.newton(np.exp, variance))


def vectorised(workload, chains):
    return glm.all_at_once(workload, chains, np.exp, variance, label)


def sklearn(workload, chains):
    def fit(x, y, _):
        model = PoissonRegressor(alpha=0, fit_intercept=False, solver="newton-cholesky", max_iter=100, tol=1e-6)
        return model.fit(x, y).coef_

    return glm.one_by_one(workload, chains, np.exp, label, fit)
