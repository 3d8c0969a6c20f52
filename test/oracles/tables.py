"""Writes tables.json: logistic fits to the tables of examples/data by statsmodels. Run: python tables.py > tables.json"""

import csv
import json
from pathlib import Path

import numpy as np
import statsmodels
import statsmodels.api as sm

data = Path(__file__).parents[2] / "examples" / "data"


def fit(file, target, features):
    rows = list(csv.DictReader((data / file).open()))
    names = [name for name in rows[0] if name not in (target, "test")][:features]
    values = np.array([[float(row[name]) for name in names] for row in rows])
    labels = np.array([int(row[target]) for row in rows])
    held = np.array([row["test"] == "1" for row in rows])
    centre, spread = values[~held].mean(0), values[~held].std(0)
    design = np.column_stack([np.ones(len(rows)), (values - centre) / spread])
    model = sm.GLM(labels[~held], design[~held], family=sm.families.Binomial()).fit(tol=1e-14, maxiter=200)
    p = model.predict(design[held])
    loss = -np.mean(labels[held] * np.log(p) + (1 - labels[held]) * np.log1p(-p))
    return {
        "file": file,
        "target": target,
        "features": ",".join(names),
        "rows": int((~held).sum()),
        "norm": float(np.linalg.norm(model.params)),
        "log_loss": float(loss),
    }


print(
    json.dumps(
        {
            "versions": {"statsmodels": statsmodels.__version__, "numpy": np.__version__},
            "fits": [
                fit("diabetes.csv", "progression_above_100", 10),
                fit("breast-cancer.csv", "benign", 10),
            ],
        },
        indent=1,
    )
)
