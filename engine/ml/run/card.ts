/** What a person asks of a model before using it, as a table: what it is, how it was set, on which rows it was fitted. */
import type { Artifact } from '../artifact.ts';
import type { Cell } from '../engine.ts';
import { measureOf } from './importance.ts';

type Row = readonly [section: string, name: string, value: string];

const most = 1000;
const short = (value: number): string => String(Number(value.toPrecision(6)));
const share = (part: number, whole: number): string =>
  whole === 0 ? '0 %' : `${Number(((100 * part) / whole).toPrecision(3))} %`;

const whatRows = ({ name, params, estimator, output, provenance, ...more }: Artifact): Row[] => {
  const label = 'label' in estimator ? estimator.label : undefined;
  const predicts = more.label ?? label?.column;
  const method = params.method;
  return [
    ['model', 'name', name],
    ['model', 'method', typeof method === 'string' ? method : estimator.kind],
    ...(predicts === undefined ? [] : [['model', 'label', predicts] as const]),
    ...(label === undefined ? [] : [['model', 'classes', label.classes.slice(0, 20).join(', ')] as const]),
    ['model', 'adds', output.map(o => o.name).join(', ')],
    ...(provenance.sources === undefined
      ? []
      : [['model', 'learned from', provenance.sources.join(', ')] as const]),
    ['model', 'rows learned from', String(provenance.rows)],
    // Files of before say neither.
    ...(provenance.data === '' ? [] : [['model', 'rows as a hash', provenance.data] as const]),
    ...(provenance.graph === '' ? [] : [['model', 'pipeline as a hash', provenance.graph] as const]),
    ...(provenance.fittedAt === undefined ? [] : [['model', 'fitted at', provenance.fittedAt] as const]),
    ['model', 'engine', provenance.engine],
  ];
};

const settingRows = ({ params }: Artifact): Row[] =>
  Object.entries(params).flatMap(([name, value]): Row[] =>
    name === 'method' ? [] : [['setting', name, typeof value === 'string' ? value : JSON.stringify(value)]],
  );

const columnsOfStep = (step: Artifact['steps'][number]): string => {
  if (step.step === 'pca') return step.model.features.map(f => f.column).join(', ');
  if (step.step === 'select') return `keeps ${step.kept.join(', ')}`;
  if ('column' in step) return step.column;
  return 'columns' in step && Array.isArray(step.columns)
    ? step.columns.map(c => (typeof c === 'string' ? c : c.column)).join(', ')
    : '';
};

/** A column that the model learned from: how it was filled when the model was fitted. */
const profileRow = (p: Artifact['profile'][number]): Row => {
  const missing = p.missing === 0 ? '' : `, ${share(p.missing, p.rows)} missing`;
  if (p.kind === 'number' && p.deviation === 0 && p.mean !== null)
    return ['column', p.column, `always ${short(p.mean)}${missing}`];
  if (p.kind === 'number')
    return [
      'column',
      p.column,
      `mean ${p.mean === null ? 'unknown' : short(p.mean)}, deviation ${p.deviation === null ? 'unknown' : short(p.deviation)}${missing}`,
    ];
  const shown = p.levels.slice(0, 3).map(l => `${l.value} ${share(l.count, p.rows)}`);
  const others = p.levels.length - shown.length + (p.others > 0 ? 1 : 0);
  return ['column', p.column, `${shown.join(', ')}${others > 0 ? ', others' : ''}${missing}`];
};

/** Rows of section, name and value: the model, its settings, steps, inputs, columns, and what weighs most in it. */
export const cardOf = (artifact: Artifact): readonly (readonly Cell[])[] => [
  ...whatRows(artifact),
  ...settingRows(artifact),
  ...artifact.steps.map((step): Row => ['step', step.step, columnsOfStep(step)]),
  ...artifact.input.map(({ name, type }): Row => ['input', name, type]),
  ...artifact.profile.slice(0, most).map(profileRow),
  ...Object.entries(artifact.metrics).map(
    ([name, value]): Row => ['metric', name, value === null ? '' : short(value)],
  ),
  ...measureOf(artifact.estimator)
    .slice(0, 20)
    .map(({ name, value }): Row => ['weighs', name, short(value)]),
];
