/** What a model makes of its columns, asked of the model itself: by shuffling one of them, or by setting it. */
import { z } from 'zod';
import { ascending, call, cast, column, isNotNull, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Rel } from '../../plan/relation.ts';
import { type Field, familyOf, numeric } from '../../schema/types.ts';
import { type Artifact, applyArtifact } from '../artifact.ts';
import type { Cell, Data } from '../engine.ts';
import { levelsOf } from '../feature.ts';
import { quantiles } from '../features/quantiles.ts';
import { get } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import { name, typeName } from '../shapes.ts';
import { constant, doubleColumn, number } from '../words.ts';
import { spread } from './leaderboard.ts';
import { measuresOn, outputsFor } from './measured-model.ts';
import { isError } from './trial.ts';

type Rows = readonly (readonly Cell[])[];

const field = z.strictObject({ name, type: z.string() });

export const importanceOptions = z.strictObject({
  label: z.strictObject({ column: name, type: typeName }),
  task: z.enum(['number', 'class']),
  features: z.array(name).min(1),
  metric: z.string(),
  repeats: z.int().min(1),
  seed: z.int().min(0),
  /** The column that counts the rows. */
  position: name,
  schema: z.array(field),
});

const scoreOf = async (
  model: Artifact,
  data: Data,
  of: z.infer<typeof importanceOptions>,
): Promise<number | null> => {
  const scores = await measuresOn(model, data, of);
  const found = scores.find(([metric]) => metric === of.metric)?.[1];
  return found === null || found === undefined ? null : Number(found);
};

/** The rows with the values of one column dealt out anew, by lots of seed, column, repeat and position. */
const shuffled = (
  rel: Rel,
  feature: string,
  repeat: number,
  { seed, position, schema }: z.infer<typeof importanceOptions>,
): Rel => {
  const said = literal(`${seed}\u001f${feature}\u001f${repeat}\u001f`);
  const lot = call('md5', call('concat', said, cast(column(position), 'VARCHAR')));
  const order = [ascending(lot), ascending(column(position))];
  const place: Expr = { op: 'over', fn: 'row_number', args: [], partition: [], order };
  const dealt: Rel = {
    op: 'project',
    input: rel,
    columns: [
      { name: 'place', expr: place },
      { name: 'value', expr: column(feature) },
    ],
  };
  const names = [...schema.map(f => f.name), position];
  return {
    op: 'sort',
    keys: [ascending(column(position))],
    input: {
      op: 'join',
      how: 'inner',
      left: rel,
      right: dealt,
      condition: call('eq', column(position, 'left'), column('place', 'right')),
      columns: names.map(n => ({
        name: n,
        expr: n === feature ? column('value', 'right') : column(n, 'left'),
      })),
    },
  };
};

/** Rows of feature, mean drop and its deviation, the metric and what it is without shuffling; the largest drop first. */
export const permutationImportance = async (
  data: Data,
  model: Artifact,
  of: z.infer<typeof importanceOptions>,
): Promise<Rows> => {
  const base = await scoreOf(model, data, of);
  const found: {
    readonly feature: string;
    readonly mean: number | null;
    readonly deviation: number | null;
  }[] = [];
  for (const feature of of.features) {
    const drops: number[] = [];
    for (let repeat = 0; repeat < of.repeats; repeat++) {
      await data.engine.pause?.();
      const kept = await data.engine.keep(shuffled(data.rel, feature, repeat, of));
      try {
        const score = await scoreOf(model, { engine: data.engine, rel: kept.rel }, of);
        if (score !== null && base !== null) drops.push(isError(of.metric) ? score - base : base - score);
      } finally {
        await kept.drop();
      }
    }
    const { mean, deviation } = spread(drops);
    found.push({ feature, mean, deviation });
  }
  const size = (mean: number | null): number => mean ?? Number.NEGATIVE_INFINITY;
  return [...found.keys()]
    .sort((a, b) => {
      const [x, y] = [size(found[a]?.mean ?? null), size(found[b]?.mean ?? null)];
      return x === y ? a - b : y - x;
    })
    .map((at, i) => {
      const { feature = '', mean = null, deviation = null } = found[at] ?? {};
      return [i + 1, feature, mean, deviation, of.metric, base];
    });
};

export const dependenceOptions = z.strictObject({
  features: z.array(name).min(1),
  points: z.int().min(2),
  lower: z.number().min(0).max(1),
  upper: z.number().min(0).max(1),
  schema: z.array(field),
});

type Point = {
  readonly value: number | null;
  readonly category: string | null;
  readonly expr: Expr;
  readonly type: string;
};

/** Values to set a column to: all of them where there are few, else steps of one size between two quantiles. */
const pointsOf = async (
  data: Data,
  { name: feature, type }: Field,
  { points, lower, upper }: z.infer<typeof dependenceOptions>,
): Promise<readonly Point[]> => {
  if (!numeric.includes(familyOf(type))) {
    const plainType = familyOf(type) === 'text' ? 'VARCHAR' : type;
    const levels = await levelsOf(data, feature, 1000);
    return levels.map(({ value }) => ({
      value: null,
      category: value,
      expr: cast(constant(value, plainType), type),
      type,
    }));
  }
  const at = (value: number): Point => ({ value, category: null, expr: number(value), type: 'DOUBLE' });
  const few = await data.engine.rows({
    op: 'limit',
    count: points,
    input: {
      op: 'sort',
      keys: [ascending(column('value'))],
      input: {
        op: 'distinct',
        input: {
          op: 'filter',
          input: {
            op: 'project',
            input: data.rel,
            columns: [{ name: 'value', expr: doubleColumn(feature) }],
          },
          condition: isNotNull(column('value')),
        },
      },
    },
  });
  if (few.length < points) return few.map(([v]) => at(Number(v)));
  const [ends] = await quantiles(data, [feature], [lower, upper]);
  const [low = 0, high = 0] = ends ?? [];
  return Array.from({ length: points }, (_, i) => at(low + ((high - low) * i) / (points - 1)));
};

/** Rows of feature, value or category, class, and the mean prediction of all rows with that value. */
export const partialDependence = async (
  data: Data,
  model: Artifact,
  of: z.infer<typeof dependenceOptions>,
): Promise<Rows> => {
  const found: (readonly Cell[])[] = [];
  for (const feature of of.features) {
    const own = of.schema.find(f => f.name === feature);
    if (own === undefined) continue;
    for (const point of await pointsOf(data, own, of)) {
      await data.engine.pause?.();
      for (const [name, mean] of await meansAt(data, model, own, point, of.schema))
        found.push([feature, point.value, point.category, name, mean]);
    }
  }
  return found;
};

/** The mean prediction, or the mean probability of each class. */
const meansAt = async (
  { engine, rel }: Data,
  model: Artifact,
  feature: Field,
  point: Point,
  schema: readonly Field[],
): Promise<readonly (readonly [string | null, number | null])[]> => {
  const outputs = outputsFor(schema);
  const set: Rel = {
    op: 'project',
    input: rel,
    columns: schema.map(f => ({ name: f.name, expr: f.name === feature.name ? point.expr : column(f.name) })),
  };
  const types = schema.map(f => (f.name === feature.name ? { ...f, type: point.type } : f));
  const applied = applyArtifact(model, set, types, outputs);
  const label = 'label' in model.estimator ? model.estimator.label : undefined;
  const told = label?.classes.filter(c => model.output.some(o => o.name === `probability_${c}`)) ?? [];
  const shown: readonly { readonly name: string | null; readonly expr: Expr }[] =
    label === undefined
      ? [{ name: null, expr: column(outputs.prediction) }]
      : told.length > 0
        ? told.map(c => ({ name: c, expr: column(`${outputs.probability}_${c}`) }))
        : label.classes.map(c => ({
            name: c,
            // Without probabilities: the share of rows that are taken for the class.
            expr: cast(call('eq', column(outputs.prediction), constant(c, label.type)), 'DOUBLE'),
          }));
  const passes = passesOver(
    { engine, rel: applied },
    shown.map((s, i) => ({ name: `${i}`, expr: s.expr })),
    { keep: 0, missing: 'pass' },
  );
  const sums = shown.map(() => ({ sum: 0, rows: 0 }));
  await passes.each(({ rows, stride, values }) => {
    for (const [j, own] of sums.entries())
      for (let r = 0; r < rows; r++) {
        const value = get(values, j * stride + r);
        if (!Number.isFinite(value)) continue;
        own.sum += value;
        own.rows++;
      }
  });
  return shown.map(({ name }, j) => {
    const { sum = 0, rows = 0 } = sums[j] ?? {};
    return [name, rows === 0 ? null : sum / rows];
  });
};
