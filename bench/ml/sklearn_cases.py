"""One model on one table with scikit-learn: fit, score, and the quality reached, as a line of JSON."""

import json
import sys
import time

import numpy as np
import pyarrow.parquet as parquet
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.naive_bayes import GaussianNB


def main(name, file, width):
    table = parquet.read_table(file)
    X = np.column_stack([table[f"x{j}"].to_numpy() for j in range(width)])
    y, c = table["y"].to_numpy(), table["c"].to_numpy()
    model, target = {
        "linear": (LinearRegression(), y),
        "logistic": (LogisticRegression(), c),
        "naive-bayes": (GaussianNB(), c),
        "forest": (RandomForestClassifier(20, max_depth=8, random_state=1, n_jobs=2), c),
        # Binned as ours is; the exact one needs many minutes for a million rows.
        "boosted": (
            HistGradientBoostingClassifier(max_iter=50, max_depth=5, learning_rate=0.1, early_stopping=False),
            c,
        ),
        "k-means": (KMeans(8, n_init=1, max_iter=20, tol=0, random_state=1), None),
    }[name]
    started = time.perf_counter()
    model.fit(X, target)
    fit = time.perf_counter() - started
    started = time.perf_counter()
    prediction = model.predict(X)
    score = time.perf_counter() - started
    if name == "linear":
        quality = r2_score(y, prediction)
    elif name == "k-means":
        quality = model.inertia_
    else:
        quality = roc_auc_score(c, model.predict_proba(X)[:, 1])
    print(json.dumps({"fit": fit, "score": score, "quality": float(quality)}))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
