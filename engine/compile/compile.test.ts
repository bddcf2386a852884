/** What the compiler tells about a pipeline: each problem at its place, all of them at once. */
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { kinds } from '../../nodes/index.ts';
import { defineNode } from '../catalogue/node.ts';
import { bindOver } from '../run/host.ts';
import { openSession } from '../run/session.ts';
import type { Json, Schema } from '../schema/types.ts';
import { compiledWith, documentOf } from '../testing/compile-text.ts';

const session = await openSession({ folders: [], files: [] });
afterAll(() => session.close());

const orders: Json = {
  id: 'orders',
  kind: 'given',
  params: {
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'name', type: 'VARCHAR' },
      { name: 'amount', type: 'DOUBLE' },
    ],
    rows: [],
  },
};
const node = (id: string, kind: string, params: Json = {}, more: { [key: string]: Json } = {}): Json => ({
  id,
  kind,
  params,
  ...more,
});
const filter = (id: string, condition = 'amount > 0') => node(id, 'filter', { condition });
const derive = (id: string, expression: string, name = 'x') =>
  node(id, 'derive', { columns: [{ name, expression }] });

const compileOf = (nodes: readonly Json[], edges: readonly string[] = []) =>
  compiledWith(session, kinds, documentOf(nodes, edges));

/** `node param code` of the errors, with the characters that are marked. */
const told = async (nodes: readonly Json[], edges: readonly string[] = []): Promise<readonly string[]> => {
  const { diagnostics } = await compileOf(nodes, edges);
  return diagnostics
    .filter(d => d.severity === 'error')
    .map(d => [d.node, d.param ?? d.port, d.code].filter(part => part !== undefined).join(' '));
};

const messages = async (nodes: readonly Json[], edges: readonly string[] = []) =>
  (await compileOf(nodes, edges)).diagnostics.filter(d => d.severity === 'error').map(d => d.message);

test('an unknown kind, setting or column is told with the nearest name', async () => {
  expect(await messages([node('a', 'fliter')])).toEqual([
    'There is no node kind “fliter”. Did you mean “filter”? See “millrace nodes” for all of them.',
  ]);
  const wrongSetting = [orders, node('f', 'filter', { conditon: 'true' })];
  const { diagnostics } = await compileOf(wrongSetting, ['orders -> f']);
  const found = diagnostics.filter(d => d.severity === 'error');
  expect(found.map(d => `${d.param} ${d.code}`).sort()).toEqual([
    'condition missing-param',
    'conditon unknown-param',
  ]);
  expect(found.find(d => d.code === 'unknown-param')?.message).toMatch(/Did you mean “condition”\?/);
  expect(await messages([orders, filter('f', 'amout > 0')], ['orders -> f'])).toEqual([
    'Column “amout” is not in “orders”. Columns: id, name, amount. Did you mean “amount”?',
  ]);
});

test('a group of settings in several shapes knows which one is meant', async () => {
  const check = async (one: Json) =>
    (await messages([orders, node('c', 'expectations', { checks: [one] })], ['orders -> c']))[0];
  expect(await check({ check: 'uniq', columns: ['id'] })).toBe(
    'The setting “checks[0].check” is wrong: it is "uniq", and the choices are not-null, unique, range, one-of, matches, row-count, foreign-key, condition. Did you mean “unique”?',
  );
  expect(await check({ columns: ['id'] })).toMatch(
    /^The setting “checks\[0\]\.check” is missing. It takes one of not-null, /,
  );
  expect(await check({ check: 'not-null', columns: ['id'], sevrity: 'warn' })).toBe(
    'There is no setting “sevrity” here. Settings: check, columns, severity, name. Did you mean “severity”?',
  );
});

test('an unknown column marks its characters, not those of a text', async () => {
  const text = `'amout' || "amout"`;
  const { diagnostics } = await compileOf([orders, derive('d', text)], ['orders -> d']);
  const [problem] = diagnostics.filter(d => d.code === 'unknown-column');
  expect(text.slice(problem?.from, problem?.to)).toBe('"amout"');
});

test('missing and doubled inputs, ports that are not there: each is told once', async () => {
  expect(await told([filter('f')])).toEqual(['f in missing-input']);
  expect(
    await told(
      [orders, { ...(orders as object), id: 'more' } as Json, filter('f')],
      ['orders -> f', 'more -> f'],
    ),
  ).toEqual(['f in input-taken']);
  expect(await told([orders, filter('f')], ['orders.rejected -> f.in'])).toEqual([
    'orders rejected unknown-port',
  ]);
  expect(await told([orders, filter('f')], ['orders.out -> f.inn'])).toEqual(['f inn unknown-port']);
});

test('a table does not fit where a model is taken', async () => {
  const scorer = defineNode({
    kind: 'scorer',
    version: 1,
    title: 'Scorer',
    summary: 'Takes a model',
    category: 'Quality',
    icon: 'box',
    params: z.strictObject({}),
    inputs: { model: { type: 'model', label: 'Model' } },
    outputs: {},
    lower: () => ({}),
    examples: [],
  });
  const document = documentOf([orders, node('s', 'scorer')], ['orders.out -> s.model']);
  const { diagnostics } = await compiledWith(session, [...kinds, scorer], document);
  expect(diagnostics.filter(d => d.severity === 'error').map(d => d.message)).toEqual([
    '“orders.out” gives a table, but this input takes a model.',
  ]);
});

test('a cycle is told by the nodes in it, and nothing else about them', async () => {
  const cycle = await told([filter('a'), filter('b')], ['a -> b', 'b -> a']);
  expect(cycle).toEqual(['a cycle']);
});

test('several problems in several nodes, all at once', async () => {
  const nodes = [
    orders,
    filter('a', 'nope > 0'),
    derive('b', 'amount + name'),
    filter('c', 'amount +'),
    node('d', 'sort', { keys: [{ column: 'idd' }] }),
  ];
  expect(
    [...(await told(nodes, ['orders -> a', 'orders -> b', 'orders -> c', 'orders -> d']))].sort(),
  ).toEqual([
    'a condition unknown-column',
    'b columns[0].expression expression-type',
    'c condition expression-syntax',
    'd keys[0].column unknown-column',
  ]);
});

test('what stands below a wrong node is not judged by it', async () => {
  expect(
    await told([orders, derive('a', 'foo(1)'), filter('b', 'x > 0')], ['orders -> a', 'a -> b']),
  ).toEqual(['a columns[0].expression unknown-function']);
});

test('types that do not fit are told in words', async () => {
  const [sum] = await messages(
    [orders, node('s', 'aggregate', { aggregates: [{ name: 't', function: 'sum', column: 'name' }] })],
    ['orders -> s'],
  );
  expect(sum).toMatch(/name/);
  const [plus] = await messages([orders, derive('d', 'amount + name')], ['orders -> d']);
  expect(plus).toMatch(/^The expression “amount \+ name” does not fit: /);
  expect(plus).not.toMatch(/Binder Error|LINE 1/);
});

test('a condition is true or false', async () => {
  expect(await messages([orders, filter('f', 'amount')], ['orders -> f'])).toEqual([
    'The condition “amount” gives DOUBLE, not true or false. Compare it with something, such as “… > 0” or “… is not null”.',
  ]);
  expect(await told([orders, filter('f', 'sum(amount) > 1')], ['orders -> f'])).toEqual([
    'f condition expression-refused',
  ]);
});

test('names of columns: NUL, empty and twins are refused, everything else is a name', async () => {
  expect(await told([orders, derive('d', '1', '')], ['orders -> d'])).toEqual([
    'd columns[0].name bad-param',
  ]);
  expect(await told([orders, derive('d', '1', 'a\u0000b')], ['orders -> d'])).toEqual([
    'd columns[0].name bad-param',
  ]);
  const twins = node('d', 'derive', {
    columns: [
      { name: 'y', expression: '1' },
      { name: 'Y', expression: '2' },
    ],
  });
  expect(
    (await compileOf([orders, twins], ['orders -> d'])).compiled?.ports.get('d.out')?.map(f => f.name),
  ).toHaveLength(4);
  for (const name of [
    '__proto__',
    'constructor',
    'a"b',
    "it's",
    'drop table',
    ';',
    'ü😀',
    'SELECT',
    '\n',
    'x'.repeat(900),
  ]) {
    const { compiled, diagnostics } = await compileOf([orders, derive('d', '1', name)], ['orders -> d']);
    expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
    expect(compiled?.ports.get('d.out')?.at(-1)).toEqual({ name, type: 'INTEGER' });
  }
});

test('a disabled node hands its first input on', async () => {
  const off = { ...(filter('f', 'nonsense(') as object), disabled: true } as Json;
  const { compiled, diagnostics } = await compileOf(
    [orders, off, derive('d', 'amount * 2')],
    ['orders -> f', 'f -> d'],
  );
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  expect(compiled?.ports.get('d.out')?.map(f => f.name)).toEqual(['id', 'name', 'amount', 'x']);
});

test('whoever reads a disabled node that has nothing to hand on is told, and nobody below is', async () => {
  const off = { ...(orders as object), disabled: true } as Json;
  const { diagnostics } = await compileOf(
    [off, filter('f', 'amount > 1'), derive('d', 'amount * 2')],
    ['orders -> f', 'f -> d'],
  );
  expect(diagnostics.filter(d => d.severity === 'error')).toMatchObject([
    { code: 'input-disabled', node: 'f', port: 'in', data: { from: 'orders' } },
  ]);
});

test('10,000 nodes in a row are bound without recursion, each asked about once', async () => {
  const count = 10_000;
  const nodes = [
    orders,
    ...Array.from({ length: count - 1 }, (_, i) => node(`n${i}`, 'limit', { count: 5 })),
  ];
  const edges = Array.from({ length: count - 1 }, (_, i) => `${i === 0 ? 'orders' : `n${i - 1}`} -> n${i}`);
  let asked = 0;
  const { compiled, diagnostics } = await compiledWith(session, kinds, documentOf(nodes, edges), () => {
    asked++;
  });
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  expect(compiled?.ports.size).toBeGreaterThanOrEqual(count);
  expect(asked).toBeLessThan(10);
});

test('what is known without asking is what the binder says', async () => {
  const nodes = [
    orders,
    derive('a', 'amount * 2 > 1'),
    filter('b', 'x and name is not null'),
    node('c', 'sort', { keys: [{ column: 'amount', descending: true }] }),
    derive('d', 'null', 'nothing'),
    derive('e', 'sum(id) over (partition by name)', 'total'),
    filter('f', 'nothing is null'),
    node('g', 'select', { columns: [{ column: 'total' }, { column: 'nothing' }] }),
    derive('h', '[id, 1]', 'list'),
  ];
  const ids = ['orders', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const { compiled, diagnostics } = await compileOf(nodes, [
    ...ids.slice(0, -1).map((id, i) => `${id} -> ${ids[i + 1]}`),
    'f -> h',
  ]);
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  const schemas = new Map<string, Schema>();
  for (const { name, rel, schema } of compiled?.plan.relations ?? []) {
    session.bound.clear();
    expect(await bindOver({ rel, inputs: schemas }, session), name).toEqual({ schema });
    schemas.set(name, schema);
  }
  expect(schemas.size).toBeGreaterThan(8);
});
