import { counted, listed, quoted } from './words.ts';

const inFolds = (folds: readonly number[]): string =>
  folds.length === 1 ? `fold ${folds[0]}` : `folds ${folds.join(', ')}`;

/** Sentences about learning from rows, and about model files. */
export const mlMessages = {
  'ml-no-rows': (_: Record<string, never>) =>
    'There are no rows to learn from. Check the filters and the split before this step.',
  'ml-missing-values': (d: {
    columns: readonly { readonly name: string; readonly count: number }[];
    rows: number;
  }) =>
    `Of ${counted(d.rows, 'row')}, ${listed(d.columns.map(c => `“${c.name}” has ${c.count} without an ordinary number`))} (null, NaN or infinite). Put an impute or drop-nulls step before this one.`,
  'ml-one-class': (d: { label: string; value: string | null }) =>
    d.value === null
      ? `The label ${quoted(d.label)} has no value in any row, so there is nothing to tell apart. Choose another label.`
      : `Every row has the same label, ${quoted(d.value)} in ${quoted(d.label)}, so there is nothing to tell apart. Check the filters before this step, or choose another label.`,
  'ml-two-classes': (d: { label: string; classes: readonly string[] }) =>
    `The label ${quoted(d.label)} has ${d.classes.length} classes (${listed(d.classes, 6)}), and this needs exactly two. Choose a label with two, or a model for several classes.`,
  'ml-many-classes': (d: { label: string; count: number; limit: number }) =>
    `The label ${quoted(d.label)} has more than ${d.limit} different values (${d.count}), which looks like a number to predict or an id. Use a regression, or choose another label.`,
  'ml-many-coefficients': (d: { count: number; limit: number }) =>
    `This model would have ${d.count} coefficients, more than ${d.limit}. Use fewer feature columns, or encode columns of many categories as one number (target encoding).`,
  'ml-all-null': (d: { column: string }) =>
    `The column ${quoted(d.column)} has no value in any training row, so nothing can be learned for it. Leave it out, or impute a constant.`,
  'ml-negative': (d: { column: string; least: number; what: string }) =>
    `${d.what} needs numbers of ${d.what === 'Box-Cox' ? 'more than 0' : '0 or more'}, and ${quoted(d.column)} goes down to ${d.least}. Use Yeo-Johnson, min-max scaling or another model.`,
  'ml-not-counts': (d: { column: string }) =>
    `Bernoulli naive Bayes needs columns of 0 and 1, and ${quoted(d.column)} has other values. Set a threshold (binarize), or use the Gaussian model.`,
  'ml-few-rows': (d: { rows: number; needed: number; what: string }) =>
    `There ${d.rows === 1 ? 'is' : 'are'} ${counted(d.rows, 'different row')}, and at least ${d.needed} are needed for ${d.what}. Ask for fewer, or give more rows.`,
  'ml-few-clusters': (d: { clusters: number; noise: number }) =>
    d.clusters === 0
      ? `No row is in a cluster${d.noise === 0 ? '' : `: all ${counted(d.noise, 'row')} are noise (null or below 0)`}. Choose the column that holds the cluster, or a clustering that leaves less out.`
      : 'All rows are in one cluster, and how far apart clusters are needs two. Ask the clustering for more of them.',
  'ml-few-folds': (d: { rows: number; folds: number }) =>
    `There ${d.rows === 1 ? 'is 1 row' : `are ${d.rows} rows`}, fewer than the ${d.folds} folds, so some folds would be empty. Ask for at most ${Math.max(d.rows, 2)} folds, or give more rows.`,
  'search-stopped': (d: { tried: number; of: number; minutes: number }) =>
    `The search stopped after ${d.minutes} minutes with ${d.tried} of ${d.of} candidates tried; the best of them is kept. Another machine may come further: take the limit away for the same result everywhere.`,
  'ml-fit-stopped': (d: { reason: string }) =>
    `One of the fits that went on side by side stopped (${d.reason.replace(/[.\s]+$/, '')}), so there is no result. With --threads 1 they come one after another and each has all the memory; or sample the rows first.`,
  'fits-in-turn': (d: { reason: string }) =>
    `Fits come one after another, since no worker can be started (${d.reason.replace(/[.\s]+$/, '')}). The result is the same and takes longer; install the program again to have all its files.`,
  'fit-alone': (d: { reason: string }) =>
    `The model is fitted on one thread, since no other can be started (${d.reason.replace(/[.\s]+$/, '')}). The result is the same and takes longer; install the program again to have all its files.`,
  'ml-few-groups': (d: { column: string; groups: number; folds: number }) =>
    `The column ${quoted(d.column)} has ${counted(d.groups, 'different value')}, fewer than the ${d.folds} folds, and rows of one group stay together. Ask for at most ${Math.max(d.groups, 2)} folds, or choose another column.`,
  'ml-few-times': (d: { column: string; times: number; folds: number }) =>
    `The column ${quoted(d.column)} has too few different times (${d.times}) for ${d.folds} folds one after the other and the rows before them. Ask for fewer folds, or choose a finer column.`,
  'ml-fold-one-class': (d: { label: string; value: string | null; fold: number }) =>
    `The rows to learn from in fold ${d.fold} have one class only, ${d.value === null ? 'none at all' : quoted(d.value)} in ${quoted(d.label)}, so there is nothing to tell apart. Make the folds stratified, or ask for fewer.`,
  'ml-fold-classes': (d: {
    label: string;
    unlearned: readonly { readonly class: string; readonly folds: readonly number[] }[];
    untested: readonly { readonly class: string; readonly folds: readonly number[] }[];
  }) =>
    [
      ...d.unlearned.map(
        c =>
          `Class ${quoted(c.class)} of ${quoted(d.label)} is missing from the rows to learn from in ${inFolds(c.folds)}, so it cannot be predicted there.`,
      ),
      ...d.untested.map(
        c =>
          `Class ${quoted(c.class)} of ${quoted(d.label)} is missing from the test rows of ${inFolds(c.folds)}, so nothing is known there of how well it is found.`,
      ),
      'Make the folds stratified, or ask for fewer.',
    ].join(' '),
  'ml-bad-weight': (d: { column: string; least: number }) =>
    `The weight ${quoted(d.column)} must be 0 or more in every row, and more than 0 in some; the least is ${d.least}. Choose another weight column.`,
  'ml-many-categories': (d: { column: string; count: number; limit: number }) =>
    `The column ${quoted(d.column)} has ${d.count} different values, more than ${d.limit}. Group the rare ones, or use target encoding.`,
  'ml-bad-param': (d: { name: string; value: string; rule: string }) =>
    `${quoted(d.name)} is ${d.value}; it must be ${d.rule}.`,
  'ml-column-missing': (d: { missing: readonly string[]; present: readonly string[] }) =>
    `The model needs ${counted(d.missing.length, 'column')} that ${d.missing.length === 1 ? 'is' : 'are'} not here: ${listed(d.missing)}. There are: ${listed(d.present)}. Rename or compute what is missing.`,
  'ml-column-type': (d: { column: string; type: string; expected: string }) =>
    `The column ${quoted(d.column)} is ${d.type} here and was ${d.expected} when the model learned. Cast it before this step.`,
  'ml-other-model': (d: { missing: readonly string[] }) =>
    `The model gives no ${listed(d.missing)}: it is another one than when the pipeline was checked. Check the pipeline again.`,
  'drift-no-predictions': (_: Record<string, never>) =>
    'The model keeps no predictions of the rows it learned from, so theirs cannot be compared; its file is of an older Millrace, or it predicted none of them. Train it again.',
  'ml-label-told': (d: { label: string; columns: readonly string[] }) =>
    `${d.columns.length === 1 ? 'The column' : 'Each of the columns'} ${listed(d.columns.map(quoted))} tells ${quoted(d.label)} by itself, so the model has nothing else to learn. If it was filled in when ${quoted(d.label)} was known already, leave it out of the features: for new rows it will not be there.`,
  'fitted-before-split': (d: { split: string }) =>
    `This step learns from all rows, and ${quoted(d.split)} sets some of them aside for a test only after it, so the test looks better than it is. Put the split before this step; the model repeats the step for the test rows.`,
  'applied-twice': (d: { steps: readonly string[] }) =>
    `These rows came through ${listed(d.steps)} already, and the model repeats what it learned there, so it would be done twice. Connect the rows as they are before ${d.steps.length === 1 ? 'that step' : 'those steps'}.`,
  'ml-model-size': (d: { bytes: number; limit: number }) =>
    `The model file has ${Math.round(d.bytes / 1e6)} MB, more than the ${Math.round(d.limit / 1e6)} MB that a model may have. Check that it is a model file.`,
  'ml-model-json': (d: { reason: string }) =>
    `The model file cannot be read: ${d.reason}. It may be cut off or damaged; save the model again, or take a copy.`,
  'ml-model-format': (d: { found: string }) =>
    `This is not a Millrace model file: its format says ${quoted(d.found)}, not “millrace/model”. Choose a file that was saved as a model.`,
  'ml-model-newer': (d: { version: number; known: number }) =>
    `The model file has format version ${d.version}, and this Millrace knows versions up to ${d.known}. Update Millrace, or save the model with the older one.`,
  'ml-model-invalid': (d: { path: string; reason: string }) =>
    `The model file is not sound at ${quoted(d.path)}: ${d.reason}. It was changed or damaged; save the model again.`,
  'ml-onnx': (d: { what: string }) =>
    `This model cannot be written as ONNX, which has no word for it: ${d.what}. Save it as a Millrace model, or change the step before.`,
  'ml-too-many-rows': (d: { rows: number; limit: number; what: string }) =>
    `${d.what} compares every row with every other one and takes at most ${d.limit}; there are ${d.rows}. Sample the rows first, or use k-means.`,
  'ml-many-patterns': (d: { limit: number }) =>
    `There are more than ${d.limit} frequent sets, too many to be of use. Raise the least support, or allow fewer items in a set.`,
  'ml-many-neighbours': (d: { rows: number; columns: number; mostRows: number; mostNumbers: number }) =>
    `The model keeps its rows, to compare new ones with: at most ${d.mostRows} of them and ${d.mostNumbers} numbers; there are ${counted(d.rows, 'row')} of ${counted(d.columns, 'number')} each. Sample the rows before this step, name fewer features, or use another estimator, such as a random forest.`,
  'ml-many-factors': (d: { users: number; items: number; rank: number; limit: number }) =>
    `${counted(d.users, 'user')} and ${counted(d.items, 'item')} with ${d.rank} numbers each are more than ${d.limit} numbers. Lower the rank, or leave out users and items of few ratings first.`,
  'ml-many-ratings': (d: { count: number; limit: number }) =>
    `There are ${d.count} ratings, and at most ${d.limit} fit into memory. Sample the users first, or leave out those with few ratings.`,
  'ml-many-items': (d: { count: number; limit: number }) =>
    `The baskets hold ${d.count} frequent items together, and at most ${d.limit} fit into memory. Raise the least support, which leaves rare items out, or sample the baskets first.`,
};
