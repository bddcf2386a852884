/** Every node kind, in the order of the palette. The only list kept by hand. */
import { catalogueOf, type NodeKind } from '../engine/catalogue/node.ts';
import { aggregate } from './aggregate.ts';
import { applyModel } from './apply-model.ts';
import { baseline } from './baseline.ts';
import { bin } from './bin.ts';
import { bisectingKMeans } from './bisecting-k-means.ts';
import { boostedTrees } from './boosted-trees.ts';
import { cast } from './cast.ts';
import { categoryIndex } from './category-index.ts';
import { chart } from './chart.ts';
import { cleanText } from './clean-text.ts';
import { coalesce } from './coalesce.ts';
import { compare } from './compare.ts';
import { concatColumns } from './concat-columns.ts';
import { correlation } from './correlation.ts';
import { countVectors } from './count-vectors.ts';
import { crossValidate } from './cross-validate.ts';
import { curveFit } from './curve-fit.ts';
import { dateMath } from './date-math.ts';
import { dateParts } from './date-parts.ts';
import { dbscan } from './dbscan.ts';
import { decisionTree } from './decision-tree.ts';
import { derive } from './derive.ts';
import { describe } from './describe.ts';
import { drift } from './drift.ts';
import { dropDuplicates } from './drop-duplicates.ts';
import { dropNulls } from './drop-nulls.ts';
import { elbow } from './elbow.ts';
import { evaluateClassification } from './evaluate-classification.ts';
import { evaluateClustering } from './evaluate-clustering.ts';
import { evaluateRegression } from './evaluate-regression.ts';
import { except } from './except.ts';
import { expectations } from './expectations.ts';
import { explode } from './explode.ts';
import { extract } from './extract.ts';
import { fillNulls } from './fill-nulls.ts';
import { filter } from './filter.ts';
import { frequentSets } from './frequent-sets.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import { hashMask } from './hash-mask.ts';
import { hashingTf } from './hashing-tf.ts';
import { hierarchical } from './hierarchical.ts';
import { impute } from './impute.ts';
import { inlineTable } from './inline-table.ts';
import { intersect } from './intersect.ts';
import { isolationForest } from './isolation-forest.ts';
import { isotonicRegression } from './isotonic-regression.ts';
import { join } from './join.ts';
import { jsonPath } from './json-path.ts';
import { kMeans } from './k-means.ts';
import { kNearestNeighbours } from './k-nearest-neighbours.ts';
import { learningCurve } from './learning-curve.ts';
import { limit } from './limit.ts';
import { linearRegression } from './linear-regression.ts';
import { linearSvm } from './linear-svm.ts';
import { logisticRegression } from './logistic-regression.ts';
import { lookup } from './lookup.ts';
import { naiveBayes } from './naive-bayes.ts';
import { normalise } from './normalise.ts';
import { oneHot } from './one-hot.ts';
import { outliers } from './outliers.ts';
import { parseDates } from './parse-dates.ts';
import { partialDependence } from './partial-dependence.ts';
import { pca } from './pca.ts';
import { permutationImportance } from './permutation-importance.ts';
import { pivot } from './pivot.ts';
import { polynomialFeatures } from './polynomial-features.ts';
import { powerTransform } from './power-transform.ts';
import { quantileBins } from './quantile-bins.ts';
import { random } from './random.ts';
import { randomForest } from './random-forest.ts';
import { rank } from './rank.ts';
import { readCsv } from './read-csv.ts';
import { readExcel } from './read-excel.ts';
import { readHtml } from './read-html.ts';
import { readHttp } from './read-http.ts';
import { readJson } from './read-json.ts';
import { readModel } from './read-model.ts';
import { readMysql } from './read-mysql.ts';
import { readNdjson } from './read-ndjson.ts';
import { readParquet } from './read-parquet.ts';
import { readPostgres } from './read-postgres.ts';
import { readSqlite } from './read-sqlite.ts';
import { recommend } from './recommend.ts';
import { replaceValues } from './replace-values.ts';
import { rowNumber } from './row-number.ts';
import { sample } from './sample.ts';
import { scale } from './scale.ts';
import { select } from './select.ts';
import { selectFeatures } from './select-features.ts';
import { sequence } from './sequence.ts';
import { sort } from './sort.ts';
import { split } from './split.ts';
import { splitColumn } from './split-column.ts';
import { sql } from './sql.ts';
import { targetEncode } from './target-encode.ts';
import { tfIdf } from './tf-idf.ts';
import { tokenise } from './tokenise.ts';
import { topN } from './top-n.ts';
import { train } from './train.ts';
import { transpose } from './transpose.ts';
import { tune } from './tune.ts';
import { union } from './union.ts';
import { unpivot } from './unpivot.ts';
import { window } from './window.ts';
import { writeCsv } from './write-csv.ts';
import { writeExcel } from './write-excel.ts';
import { writeJson } from './write-json.ts';
import { writeModel } from './write-model.ts';
import { writeMysql } from './write-mysql.ts';
import { writeNdjson } from './write-ndjson.ts';
import { writeOnnx } from './write-onnx.ts';
import { writeParquet } from './write-parquet.ts';
import { writePostgres } from './write-postgres.ts';
import { writeSqlite } from './write-sqlite.ts';

export const kinds: readonly NodeKind[] = [
  readCsv,
  readParquet,
  readJson,
  readNdjson,
  readExcel,
  readSqlite,
  readPostgres,
  readMysql,
  readHttp,
  readHtml,
  inlineTable,
  sequence,
  random,
  filter,
  dropNulls,
  dropDuplicates,
  sort,
  limit,
  sample,
  split,
  topN,
  rank,
  rowNumber,
  window,
  explode,
  fillNulls,
  select,
  cast,
  derive,
  replaceValues,
  cleanText,
  splitColumn,
  extract,
  parseDates,
  dateParts,
  dateMath,
  jsonPath,
  hashMask,
  concatColumns,
  coalesce,
  bin,
  join,
  union,
  intersect,
  except,
  lookup,
  compare,
  aggregate,
  pivot,
  unpivot,
  transpose,
  describe,
  correlation,
  chart,
  outliers,
  expectations,
  sql,
  impute,
  oneHot,
  categoryIndex,
  targetEncode,
  scale,
  normalise,
  powerTransform,
  polynomialFeatures,
  quantileBins,
  tokenise,
  countVectors,
  tfIdf,
  hashingTf,
  pca,
  selectFeatures,
  baseline,
  linearRegression,
  logisticRegression,
  naiveBayes,
  decisionTree,
  randomForest,
  boostedTrees,
  kNearestNeighbours,
  kMeans,
  isolationForest,
  bisectingKMeans,
  gaussianMixture,
  isotonicRegression,
  curveFit,
  linearSvm,
  train,
  readModel,
  applyModel,
  dbscan,
  hierarchical,
  frequentSets,
  recommend,
  evaluateRegression,
  evaluateClassification,
  evaluateClustering,
  drift,
  elbow,
  crossValidate,
  tune,
  learningCurve,
  permutationImportance,
  partialDependence,
  writeCsv,
  writeParquet,
  writeJson,
  writeNdjson,
  writeExcel,
  writeModel,
  writeOnnx,
  writeSqlite,
  writePostgres,
  writeMysql,
];

export const catalogue = catalogueOf(kinds);
