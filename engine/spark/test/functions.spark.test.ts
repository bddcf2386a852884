/** Every function that is exported, on both engines, over values chosen to disagree. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derive } from '../../../nodes/derive.ts';
import { type FunctionName, functionInfo, functions } from '../../plan/functions.ts';
import { sparkReason } from '../functions.ts';
import { type Case, type Prepared, prepare, runOnSpark, type SparkResult } from './run-spark.ts';
import { testPrepared } from './test-prepared.ts';
import { trickyColumns, trickyFormulas, trickyRows } from './tricky.ts';

const folder = await mkdtemp(join(tmpdir(), 'millrace-functions-'));

/** One column for each formula over the tricky rows. */
const documentOf = (formulas: readonly string[]) => ({
  format: 'millrace/pipeline',
  version: 1,
  name: 'case',
  nodes: [
    { id: 'rows', kind: 'given', params: { columns: trickyColumns, rows: trickyRows } },
    {
      id: 'node',
      kind: 'derive',
      params: { columns: formulas.map((expression, i) => ({ name: `value_${i}`, expression })) },
    },
  ],
  edges: [{ from: 'rows.out', to: 'node.in' }],
});

const examples = (Object.keys(functions) as FunctionName[]).flatMap(name => {
  const { example } = functionInfo(name);
  return example === undefined || sparkReason(name) !== undefined ? [] : [example[0]];
});
const formulas = [...new Set([...examples, ...trickyFormulas])];

const prepared: Prepared[] = [];
for (const formula of formulas)
  prepared.push(await prepare(formula, folder, documentOf([formula]), ['out'], [derive]));
const cases = prepared.flatMap(p => ('case' in p ? [p.case] : []));

/** Formulas that both engines can compute go together; what stops, and what spoils its batch, goes alone. */
const batches: { formulas: readonly string[]; case: Case }[] = [];
const together = cases.filter(c => c.fails === undefined).map(c => c.name);
for (let i = 0; i < together.length; i += 30) {
  const members = together.slice(i, i + 30);
  const batch = await prepare(`batch ${i}`, folder, documentOf(members), ['out'], [derive]);
  if ('case' in batch) batches.push({ formulas: members, case: batch.case });
}
const first = await runOnSpark([...batches.map(b => b.case), ...cases.filter(c => c.fails !== undefined)]);
const spoilt = batches.filter(b => first.get(b.case.name)?.error !== undefined).flatMap(b => b.formulas);
const alone = await runOnSpark(cases.filter(c => spoilt.includes(c.name)));

/** One formula's part of a batch: the row's number and the value. */
const partOf = (formula: string): { case: Case; result: SparkResult | undefined } | undefined => {
  const batch = batches.find(b => b.formulas.includes(formula) && first.get(b.case.name)?.outputs);
  const wanted = batch?.case.expected.out;
  const got = batch && first.get(batch.case.name)?.outputs?.out;
  if (batch === undefined || wanted === undefined || got === undefined) return undefined;
  const kept = [0, trickyColumns.length + batch.formulas.indexOf(formula)];
  const pick = <T>(list: readonly T[]): readonly T[] => kept.flatMap(i => list.slice(i, i + 1));
  return {
    case: {
      ...batch.case,
      expected: { out: { columns: pick(wanted.columns), rows: wanted.rows.map(pick) } },
    },
    result: {
      outputs: { out: { columns: pick(got.columns), types: pick(got.types), rows: got.rows.map(pick) } },
    },
  };
};

testPrepared(
  prepared,
  p => partOf(p.name) ?? { case: p.case, result: (p.case.fails === undefined ? alone : first).get(p.name) },
);
