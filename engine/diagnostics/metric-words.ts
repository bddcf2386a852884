/** What figures of models are called, and what they say, in words for people who meet them for the first time. */
export type MetricWords = { readonly title: string; readonly says: string; readonly percent?: true };

const alike = 'the mean over the classes, each counted alike';
const byRows = 'the mean over the classes, each counted by its rows';
const balance = 'Precision and recall in one number, from 0 to 1';
const precision = 'Of the rows that were called a class, the share that are of it';
const recall = 'Of the rows of a class, the share that were called so';

/** In the order in which they are shown. */
const metrics: Readonly<Record<string, MetricWords>> = {
  accuracy: { title: 'Accuracy', says: 'The share of rows whose class is right.' },
  roc_auc: {
    title: 'ROC AUC',
    says: 'How often a row of the class is scored above one that is not of it: 1 is perfect, 0.5 is guessing. The mean over the classes where there are several.',
  },
  average_precision: {
    title: 'Average precision',
    says: 'The area under the curve of precision and recall: 1 is perfect, the share of the class is guessing. The mean over the classes where there are several.',
  },
  log_loss: {
    title: 'Log loss',
    says: 'How far the probabilities were from what there was: 0 is perfect, and sure mistakes cost most.',
  },
  f1_macro: { title: 'F1 (macro)', says: `${balance}: ${alike}.` },
  precision_macro: { title: 'Precision (macro)', says: `${precision}: ${alike}.` },
  recall_macro: { title: 'Recall (macro)', says: `${recall}: ${alike}.` },
  f1_weighted: { title: 'F1 (weighted)', says: `${balance}: ${byRows}.` },
  precision_weighted: { title: 'Precision (weighted)', says: `${precision}: ${byRows}.` },
  recall_weighted: { title: 'Recall (weighted)', says: `${recall}: ${byRows}.` },
  rmse: {
    title: 'RMSE',
    says: 'The usual size of an error, in the unit of the label; large errors count more (the root of the mean squared error).',
  },
  mae: { title: 'MAE', says: 'The mean size of an error, in the unit of the label.' },
  r2: {
    title: 'R²',
    says: 'The share of the differences that is explained: 1 is perfect, 0 is no better than the mean.',
  },
  mape: {
    title: 'MAPE',
    says: 'The mean size of an error as a share of what there was.',
    percent: true,
  },
  bias: {
    title: 'Bias',
    says: 'The mean of prediction minus label: above 0 the predictions are too high.',
  },
  mse: { title: 'MSE', says: 'The mean squared error, in the unit of the label squared.' },
  silhouette: {
    title: 'Silhouette',
    says: 'How far apart the clusters are: 1 is well apart, 0 is on a border, below 0 nearer to another cluster.',
  },
  silhouette_squared: {
    title: 'Silhouette (squared)',
    says: 'The silhouette by squared distances, over all rows, as Spark counts it.',
  },
  inertia: {
    title: 'Inertia',
    says: 'The sum of the squared distances of the rows to the middle of their cluster: less is tighter.',
  },
  clusters: { title: 'Clusters', says: 'How many clusters have rows.' },
  smallest: { title: 'Smallest', says: 'Rows of the smallest cluster.' },
  largest: { title: 'Largest', says: 'Rows of the largest cluster.' },
  silhouette_rows: {
    title: 'Rows of the silhouette',
    says: 'Rows of the sample that the silhouette was told of.',
  },
  rows: { title: 'Rows', says: 'Rows that were measured.' },
  noise: { title: 'Noise', says: 'Rows that are in no cluster; the other numbers are without them.' },
  unpredicted: {
    title: 'Without a prediction',
    says: 'Rows that got no prediction; they count as wrong.',
  },
};

const folds = 'folds_';

/** What a figure is called that is the mean over the folds of a search. */
export const overFolds = (name: string): string => `${folds}${name}`;
const ofAnyRows = (name: string): string => (name.startsWith(folds) ? name.slice(folds.length) : name);

export const metricWords = (name: string): MetricWords | undefined => {
  const own = ofAnyRows(name);
  const words = Object.hasOwn(metrics, own) ? metrics[own] : undefined;
  return words === undefined || own === name
    ? words
    : {
        ...words,
        title: `${words.title} over the folds`,
        says: `${words.says} The mean over the folds for the best of those that were tried, so a little too good.`,
      };
};

/** Known figures in the order above, the others after them. */
export const metricOrder = (name: string): number => {
  const place = Object.keys(metrics).indexOf(ofAnyRows(name));
  return place < 0 ? Object.keys(metrics).length : place;
};
