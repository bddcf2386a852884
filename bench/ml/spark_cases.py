"""One model on one table with Spark ML on this machine: fit, score, and the quality reached, as a line of JSON."""

import json
import os
import sys
import threading
import time

from pyspark.ml.classification import GBTClassifier, LogisticRegression, NaiveBayes, RandomForestClassifier
from pyspark.ml.clustering import KMeans
from pyspark.ml.evaluation import BinaryClassificationEvaluator, RegressionEvaluator
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def estimator(name, rows):
    return {
        "linear": lambda: LinearRegression(labelCol="y", solver="normal"),
        # What scikit-learn's C = 1 means here.
        "logistic": lambda: LogisticRegression(
            labelCol="c", regParam=1 / rows, standardization=False, tol=1e-4
        ),
        "naive-bayes": lambda: NaiveBayes(labelCol="c", modelType="gaussian"),
        # As many bins as the others have.
        "forest": lambda: RandomForestClassifier(labelCol="c", numTrees=20, maxDepth=8, maxBins=255, seed=1),
        "boosted": lambda: GBTClassifier(
            labelCol="c", maxIter=50, maxDepth=5, stepSize=0.1, maxBins=255, seed=1
        ),
        "k-means": lambda: KMeans(k=8, maxIter=20, tol=0, seed=1),
    }[name]()


def quality_of(name, model, scored):
    if name == "linear":
        return RegressionEvaluator(labelCol="y", metricName="r2").evaluate(scored)
    if name == "k-means":
        return model.summary.trainingCost
    # What Gaussian naive Bayes calls raw is not comparable from row to row.
    return BinaryClassificationEvaluator(labelCol="c", rawPredictionCol="probability").evaluate(scored)


def said(**line):
    print(json.dumps(line), flush=True)


def gave_up(limit):
    said(over=limit)
    # A fit cannot be asked to stop; the JVM ends when it no longer hears from here.
    os._exit(0)


def main(name, file, width, limit):
    spark = (
        SparkSession.builder.master("local[*]")
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    features = VectorAssembler(inputCols=[f"x{j}" for j in range(width)], outputCol="features")
    # Vectors in memory, spread over the cores: what the others have when their time begins.
    table = (
        features.transform(spark.read.parquet(file))
        .select("features", "y", "c")
        .repartition(spark.sparkContext.defaultParallelism)
        .cache()
    )
    rows = table.count()
    clock = threading.Timer(limit, gave_up, [limit])
    clock.daemon = True
    clock.start()
    started = time.perf_counter()
    model = estimator(name, rows).fit(table)
    fit = time.perf_counter() - started
    clock.cancel()
    started = time.perf_counter()
    scored = model.transform(table)
    scored.agg(F.max("prediction")).collect()
    score = time.perf_counter() - started
    said(fit=fit, score=score, quality=float(quality_of(name, model, scored)))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
