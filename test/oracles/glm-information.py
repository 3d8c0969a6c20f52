"""Prints tr I^-1 / p of logistic regression with intercept 0.5 and two coefficients 0.5 on N(0, 1) covariates."""

import numpy as np
from scipy.integrate import quad

intercept, length = 0.5, 0.5 * np.sqrt(2)


def moment(k):
    def integrand(z):
        mean = 1 / (1 + np.exp(-(intercept + length * z)))
        return mean * (1 - mean) * z**k * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)

    return quad(integrand, -12, 12, epsabs=1e-14, epsrel=1e-13, limit=400)[0]


a0, a1, a2 = (moment(k) for k in range(3))
information = np.array([[a0, a1, 0], [a1, a2, 0], [0, 0, a0]])
print(repr(float(np.trace(np.linalg.inv(information)) / 3)))
