import { expect, test } from 'vitest';
import { formOf } from '../../engine/catalogue/form.ts';
import { type Diagnostic, diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { catalogue } from '../../nodes/index.ts';
import { alike, fixOf, pathOf, withColumn, withFixes } from './fixes.ts';
import { grouped, nextProblem, problemWords } from './list.ts';
import { followed, nameNow, renamed } from './renames.ts';

const schema = (...names: string[]) => names.map(name => ({ name, type: 'BIGINT' }));
const shape = (kind: string) =>
  ({ is: 'group', fields: formOf(catalogue.get(kind)!.params), brief: [] }) as const;

const document: PipelineDocument = {
  format: 'millrace/pipeline',
  version: 1,
  name: 'Orders',
  parameters: {},
  nodes: [
    { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
    { id: 'big', kind: 'filter', params: { condition: "amount > 1 and upper(amount) <> 'amount'" } },
    { id: 'ordered', kind: 'sort', params: { keys: ['amount', { column: 'amount', descending: true }] } },
    { id: 'joined', kind: 'join', params: { keys: ['id'] } },
  ],
  edges: [
    { from: 'orders', to: 'big' },
    { from: 'big', to: 'ordered' },
    { from: 'big', to: 'joined.left' },
    { from: 'orders', to: 'joined.right' },
  ],
  layout: {},
};

const unknown = (node: string, param: string, column: string, near: string | null, more = {}): Diagnostic =>
  diagnostic(
    'unknown-column',
    { column, table: 'orders', columns: [], near },
    { node, param, port: 'in', ...more },
  );

test('a rename is a new name at the same place with the same type', () => {
  expect(renamed(schema('id', 'amount'), schema('id', 'total'))).toEqual([['amount', 'total']]);
  expect(renamed(schema('id', 'amount'), [...schema('id'), { name: 'total', type: 'VARCHAR' }])).toEqual([]);
  expect(renamed(schema('a', 'b'), schema('b', 'a'))).toEqual([]);
  expect(renamed(schema('a', 'b'), schema('a'))).toEqual([]);
});

test('a name typed letter by letter is followed to what it is now, and forgotten when the old one is back', () => {
  const checks = ['amount', 'amoun', 'tot', 'total'].map(name => ({ 'x.out': schema('id', name) }));
  let known = {};
  for (let i = 1; i < checks.length; i++) known = followed(known, checks[i - 1]!, checks[i]!);
  expect(nameNow(known, 'x.out', 'Amount')).toBe('total');
  expect(nameNow(known, 'x.out', 'amoun')).toBe('total');
  const undone = followed(known, checks[3]!, checks[0]!);
  expect(nameNow(undone, 'x.out', 'amount')).toBeUndefined();
  expect(nameNow(undone, 'x.out', 'total')).toBe('amount');
});

test('a rename is offered before a name that is only similar', () => {
  const d = unknown('big', 'condition', 'amount', 'amounts');
  expect(fixOf(d, document, {})).toMatchObject({ to: 'amounts', renamed: false });
  expect(fixOf(d, document, { 'orders.out': { amount: 'total' } })).toMatchObject({
    to: 'total',
    renamed: true,
  });
  expect(fixOf(unknown('big', 'condition', 'amount', null), document, {})).toBeUndefined();
});

test('in formulas names change, texts and functions do not, and odd names get quotes', () => {
  expect(withColumn('amount > 1 and \'amount\' <> "Amount"', 'amount', 'order total')).toBe(
    '"order total" > 1 and \'amount\' <> "order total"',
  );
  expect(withColumn('left(left, 2)', 'left', 'side')).toBe('left(side, 2)');
});

test('one click changes every setting that used the name, brief ones too', () => {
  const renames = { 'orders.out': { amount: 'total', id: 'order_id' }, 'big.out': { amount: 'total' } };
  const found = [
    unknown('big', 'condition', 'amount', null, { from: 0, to: 6 }),
    unknown('ordered', 'keys[0].column', 'amount', null),
    unknown('ordered', 'keys[1].column', 'amount', null),
    unknown('joined', 'keys[0].right', 'id', null, { port: 'right' }),
  ].map(d => fixOf(d, document, renames)!);
  expect(alike(found[0]!, found)).toHaveLength(3);
  const mended = withFixes(document, found, shape);
  expect(mended.nodes.map(n => n.params).slice(1)).toEqual([
    { condition: "total > 1 and upper(total) <> 'amount'" },
    { keys: ['total', { column: 'total', descending: true }] },
    { keys: [{ left: 'id', right: 'order_id' }] },
  ]);
  expect(withFixes(mended, found.slice(1, 3), shape)).toBe(mended);
});

test('paths are read as diagnostics write them', () => {
  expect(pathOf('columns[2].name')).toEqual(['columns', 2, 'name']);
  expect(pathOf('types["a b"]')).toEqual(['types', 'a b']);
});

test('errors come before warnings, node by node, and F8 goes round', () => {
  const warning: Diagnostic = { ...unknown('orders', 'path', 'a', null), severity: 'warning' };
  const error = unknown('ordered', 'keys', 'b', null);
  const groups = grouped([warning, error], document);
  expect(groups.map(g => g.node)).toEqual(['ordered', 'orders']);
  expect(nextProblem(groups, undefined)).toBe(error);
  expect(nextProblem(groups, error)).toBe(warning);
  expect(nextProblem(groups, warning)).toBe(error);
  expect(nextProblem([], error)).toBeUndefined();
});

test('problems are summed up by the worst of them', () => {
  const of = (...severities: Diagnostic['severity'][]): Diagnostic[] =>
    severities.map(severity => ({ code: 'cycle', severity, data: {}, message: 'x' }));
  expect(problemWords([])).toBe('No problems');
  expect(problemWords(of('info', 'warning', 'error'))).toBe('1 problem');
  expect(problemWords(of('warning', 'info', 'warning'))).toBe('2 warnings');
  expect(problemWords(of('info'))).toBe('1 note');
});
