"""Writes breast-cancer.csv and diabetes.csv from scikit-learn's copies of the data. Run: python tables.py

The column `test` marks the 30 % of rows that train_test_split holds out for the seed of the published experiments.
"""

import csv

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.model_selection import train_test_split


def write(path, names, rows, target, labels):
    test = np.zeros(len(labels), dtype=int)
    test[train_test_split(np.arange(len(labels)), test_size=0.3, random_state=123456)[1]] = 1
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([name.replace(" ", "_") for name in names] + [target, "test"])
        for row, label, held in zip(rows, labels, test):
            out.writerow([repr(float(value)).removesuffix(".0") for value in row] + [label, held])


cancer = load_breast_cancer()
write("breast-cancer.csv", cancer.feature_names, cancer.data, "benign", cancer.target)
diabetes = load_diabetes(scaled=False)
above = (diabetes.target > 100).astype(int)
write("diabetes.csv", diabetes.feature_names, diabetes.data, "progression_above_100", above)
