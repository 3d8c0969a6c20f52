"""Unpenalised logistic regression on a fixed design."""

from scipy.special import expit
from sklearn.linear_model import LogisticRegression

import glm

NONE = glm.NONE


def variance(mean):
    return mean * (1 - mean)


def label(rng, mean):
    return (rng.random(mean.shape) < mean).astype(float)


def loop(workload, chains):
    return glm.one_by_one(workload, chains, expit, label, glm.newton(expit, variance))


def vectorised(workload, chains):
    return glm.all_at_once(workload, chains, expit, variance, label)


def sklearn(workload, chains):
    """As the published experiments do: no penalty, at most 10,000 iterations, the default solver."""

    def fit(x, y, _):
        model = LogisticRegression(C=float("inf"), fit_intercept=False, max_iter=10_000, tol=1e-6)
        return model.fit(x, y).coef_[0]

    return glm.one_by_one(workload, chains, expit, label, fit)
