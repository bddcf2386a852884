/** Programs as a data engineer would read them, and names and values that try to break out of their quotes. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { aggregated, ascending, call, cast, column, literal } from '../plan/build.ts';
import { type FunctionName, functions } from '../plan/functions.ts';
import type { Plan } from '../plan/plan.ts';
import type { Rel } from '../plan/relation.ts';
import { expressionTypes } from '../run/expression-types.ts';
import { openSession } from '../run/session.ts';
import type { Schema } from '../schema/types.ts';
import { sparkReason, spellings } from './functions.ts';
import { type Program, printProgram } from './program.ts';
import { pyNote, pyText } from './python.ts';

const orders: Schema = [
  { name: 'id', type: 'BIGINT' },
  { name: 'amount', type: 'DOUBLE' },
  { name: 'country', type: 'VARCHAR' },
];

/** The program of one relation over rows of orders. */
const programOf = async (rel: Rel, schema: Schema, columns: Schema = orders): Promise<Program> => {
  const rows: Rel = { op: 'values', columns, rows: [] };
  const plan: Plan = {
    relations: [
      { name: 'orders.out', node: 'orders', port: 'out', rel: rows, schema: columns },
      { name: 'step.out', node: 'step', port: 'out', rel, schema },
    ],
    sinks: [
      {
        node: 'out',
        connector: 'parquet',
        options: { path: 'x.parquet', compression: 'zstd' },
        input: 'step.out',
      },
    ],
    assertions: [],
  };
  const session = await openSession({ folders: [], files: [] });
  try {
    return printProgram({ name: 'Orders', plan, known: await expressionTypes(plan, session) });
  } finally {
    await session.close();
  }
};

const input: Rel = { op: 'ref', name: 'orders.out' };

/** The function of the step, without the rest of the program. */
const stepOf = async (rel: Rel, schema: Schema = orders): Promise<string> =>
  /def step\([\s\S]*?(?=\n\n\n)/.exec((await programOf(rel, schema)).python)?.[0] ?? 'no step';

test('a filter', async () => {
  const condition = call(
    'and',
    call('gt', column('amount'), literal(10)),
    call('ne', column('country'), literal('FR')),
  );
  expect(await stepOf({ op: 'filter', input, condition })).toMatchInlineSnapshot(`
    "def step(orders: DataFrame) -> DataFrame:
        """step"""
        return orders.filter((F.col("amount") > 10) & (F.col("country") != "FR"))"
  `);
});

test('new columns beside the old ones', async () => {
  const columns = [
    ...orders.map(f => ({ name: f.name, expr: column(f.name) })),
    {
      name: 'net',
      expr: call('round', call('divide', column('amount'), literal('1.2', 'DECIMAL(2,1)')), literal(2)),
    },
    { name: 'whole', expr: cast(column('amount'), 'INTEGER') },
  ];
  const schema = [...orders, { name: 'net', type: 'DOUBLE' }, { name: 'whole', type: 'INTEGER' }];
  expect(await stepOf({ op: 'project', input, columns }, schema)).toMatchInlineSnapshot(`
    "def step(orders: DataFrame) -> DataFrame:
        """step"""
        return orders.withColumns({
            "net": round_half_away(F.col("amount") / 1.2, 2),
            "whole": F.rint(F.col("amount")).cast("int"),
        })"
  `);
});

test('groups', async () => {
  const rel: Rel = {
    op: 'aggregate',
    input,
    groups: [{ name: 'country', expr: column('country') }],
    aggregates: [
      { name: 'orders', expr: aggregated('count_star', []) },
      {
        name: 'amount',
        expr: aggregated('sum', [column('amount')], { filter: call('gt', column('id'), literal(7)) }),
      },
      { name: 'first', expr: aggregated('first', [column('id')], { order: [ascending(column('amount'))] }) },
    ],
  };
  const schema = [
    orders[2],
    { name: 'orders', type: 'BIGINT' },
    orders[1],
    { name: 'first', type: 'BIGINT' },
  ];
  expect(
    await stepOf(
      rel,
      schema.flatMap(f => f ?? []),
    ),
  ).toMatchInlineSnapshot(`
    "def step(orders: DataFrame) -> DataFrame:
        """step"""
        return (
            orders.groupBy("country")
            .agg(
                F.count(F.lit(1)).alias("orders"),
                F.sum(F.when(F.col("id") > 7, F.col("amount"))).alias("amount"),
                F.min_by(
                    F.col("id"),
                    F.struct(
                        F.col("amount").isNull().alias("n0"),
                        F.col("amount").alias("k0"),
                    ),
                ).cast("bigint").alias("first"),
            )
        )"
  `);
});

test('a join names the sides, and says where nulls go in an order', async () => {
  const join: Rel = {
    op: 'join',
    how: 'left',
    left: input,
    right: input,
    condition: call('eq', column('id', 'left'), column('id', 'right')),
    columns: [
      { name: 'id', expr: column('id', 'left') },
      { name: 'other', expr: column('amount', 'right') },
    ],
  };
  const rel: Rel = {
    op: 'sort',
    input: join,
    keys: [{ expr: column('other'), descending: true, nulls: 'last' }],
  };
  expect(
    await stepOf(rel, [
      { name: 'id', type: 'BIGINT' },
      { name: 'other', type: 'DOUBLE' },
    ]),
  ).toMatchInlineSnapshot(`
    "def step(orders: DataFrame) -> DataFrame:
        """step"""
        return (
            orders.alias("l")
            .join(orders.alias("r"), F.col("l.id") == F.col("r.id"), "left")
            .select("l.id", F.col("r.amount").alias("other"))
            .orderBy(F.col("other").desc_nulls_last())
        )"
  `);
});

test('what Spark cannot do names the node, the function and a way out', async () => {
  const condition = call('eq', call('strip_accents', column('country')), literal('x'));
  const { diagnostics } = await programOf({ op: 'filter', input, condition }, orders);
  expect(diagnostics).toMatchObject([{ code: 'unsupported-on-spark', severity: 'error', node: 'step' }]);
  expect(diagnostics[0]?.message).toContain('strip_accents(text)');
  expect(diagnostics[0]?.message).toContain('use translate');
});

test('keeping one of several rows without an order is a warning', async () => {
  const { diagnostics } = await programOf({ op: 'distinct', input, on: [column('country')] }, orders);
  expect(diagnostics).toMatchObject([{ severity: 'warning', node: 'step' }]);
});

test('every function of the table is written for Spark or says why not', () => {
  expect((Object.keys(functions) as FunctionName[]).filter(name => spellings[name] === undefined)).toEqual(
    [],
  );
});

test('a reason completes its sentence', () => {
  for (const name of Object.keys(functions) as FunctionName[]) {
    const reason = sparkReason(name);
    if (reason !== undefined) expect(reason).toMatch(/^[a-z“].*[^.]$/);
  }
});

const hostile = [
  '"',
  "'",
  '\\',
  '\\"',
  '"""',
  "'''",
  '{x}',
  '`',
  '`.`',
  '\n',
  '\r\nimport os',
  '"); import os; os.system("x") #',
  '\u2028',
  '\u202e',
  '\u0000',
  '$',
  '%s',
  '#',
  'é 日本 😀',
  '',
];

const python = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!python)('Python reads every text back as it was', () => {
  const list = `[${hostile.map(pyText).join(', ')}]`;
  const read = execFileSync(
    'python3',
    ['-c', 'import ast, json, sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))'],
    {
      input: list,
      encoding: 'utf8',
    },
  );
  expect(JSON.parse(read)).toEqual(hostile);
});

test.skipIf(!python)('names and values of a pipeline stay in their quotes', async () => {
  for (const text of hostile.filter(t => t !== '' && !t.includes('\u0000'))) {
    const columns: Schema = [{ name: text, type: 'VARCHAR' }];
    const rel: Rel = { op: 'filter', input, condition: call('eq', column(text), literal(text)) };
    const plan = await programOf(rel, columns, columns);
    const calls = execFileSync('python3', ['-c', calledNames], { input: plan.python, encoding: 'utf8' });
    expect(calls.split(/\s+/)).not.toContain('system');
    expect(plan.python.split('\n').some(line => /^import os; os/.test(line))).toBe(false);
  }
});

/** Parses a program and prints the names of what it calls. */
const calledNames = `
import ast, sys
for node in ast.walk(ast.parse(sys.stdin.read())):
    if isinstance(node, ast.Call):
        print(getattr(node.func, "attr", getattr(node.func, "id", "")))
`;

test('a note cannot end its docstring', () => {
  for (const text of hostile) expect(`"""${pyNote(text)}"""`.slice(3, -3)).not.toMatch(/"""|\\|\n|"$/);
});
