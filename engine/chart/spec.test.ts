import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { asKind, chartProblem, firstChart, onlyCounting } from './choice.ts';
import type { Chart, ChartData } from './declare.ts';
import { type ChartColours, chartSpec } from './spec.ts';

const colours: ChartColours = {
  ink: '#111',
  muted: '#777',
  line: '#ddd',
  background: '#fff',
  accent: '#1f5fbf',
  soft: '#e4ecf8',
  categories: ['#1f5fbf', '#a05a1c'],
};

const field = (name: string, role: 'number' | 'time' | 'category') => ({ name, role, label: `the ${name}` });

const cases: readonly (readonly [Chart, ChartData])[] = [
  [
    { kind: 'bar', x: 'k', y: 'n', aggregate: 'sum' },
    {
      fields: [field('x', 'category'), field('value', 'number')],
      rows: [
        ['a', 3],
        [null, 1],
      ],
      of: 4,
    },
  ],
  [
    { kind: 'line', x: 't', aggregate: 'count' },
    {
      fields: [field('x', 'time'), field('value', 'number')],
      rows: [
        [0, 3],
        [86_400_000, 1],
      ],
      of: 4,
    },
  ],
  [
    { kind: 'scatter', x: 'a', y: 'b', colour: 'c', aggregate: 'count' },
    {
      fields: [field('x', 'number'), field('y', 'number'), field('colour', 'category')],
      rows: [
        [1, 2, 'p'],
        [3, 4, 'q'],
      ],
      of: 2,
    },
  ],
  [
    { kind: 'histogram', x: 'a', aggregate: 'count' },
    {
      fields: [field('x', 'number'), field('x2', 'number'), field('value', 'number')],
      rows: [[0, 1, 5]],
      of: 5,
    },
  ],
  [
    { kind: 'box', x: 'k', y: 'n', aggregate: 'count' },
    {
      fields: [field('x', 'category'), ...['low', 'q1', 'median', 'q3', 'high'].map(n => field(n, 'number'))],
      rows: [['a', 1, 2, 3, 4, 5]],
      of: 9,
    },
  ],
  [
    { kind: 'heat', x: 'a', y: 'k', aggregate: 'count' },
    {
      fields: [field('x', 'number'), field('y', 'category'), field('value', 'number'), field('x2', 'number')],
      rows: [[0, 'a', 3, 1]],
      of: 3,
    },
  ],
  [
    { kind: 'heat', x: 't', y: 'k', aggregate: 'count' },
    {
      fields: [field('x', 'time'), field('y', 'category'), field('value', 'number'), field('x2', 'time')],
      rows: [[0, 'a', 3, 86_400_000]],
      of: 3,
    },
  ],
];

test.each(cases)('%j is drawn without generated code', async (chart, data) => {
  const warnings: string[] = [];
  const say = (...words: unknown[]) => {
    warnings.push(words.join(' '));
    return log;
  };
  const log = { level: () => log, warn: say, info: () => log, debug: () => log, error: say };
  const { spec } = compile(
    chartSpec(chart, data, colours, { width: 300, height: 200 }) as unknown as TopLevelSpec,
    {
      logger: log as never,
    },
  );
  const view = new View(parse(spec, undefined, { ast: true } as never), {
    expr: expressionInterpreter as never,
    renderer: 'none',
  } as never);
  const svg = await view.toSVG();
  expect(warnings).toEqual([]);
  expect(svg).toContain(chart.kind === 'box' ? 'the low' : 'the x');
  expect(svg).not.toContain('NaN');
});

test('a first chart fits the columns, and a column that went is named', () => {
  const columns = [
    { name: 'order_id', type: 'BIGINT' },
    { name: 'country', type: 'VARCHAR' },
    { name: 'amount', type: 'DOUBLE' },
  ];
  expect(firstChart(columns)).toEqual({ kind: 'bar', x: 'country', y: 'amount', aggregate: 'sum' });
  expect(firstChart(columns.slice(0, 1))).toMatchObject({ kind: 'histogram', x: 'order_id' });
  expect(chartProblem({ kind: 'bar', x: 'gone', aggregate: 'count' }, columns)?.message).toMatch('gone');
  expect(
    chartProblem({ kind: 'box', x: 'amount', y: 'country', aggregate: 'count' }, columns)?.message,
  ).toMatch('VARCHAR');
  expect(chartProblem({ kind: 'scatter', x: 'amount', aggregate: 'count' }, columns)).toMatchObject({
    param: 'y',
    message: expect.stringMatching('vertical'),
  });
  const scatter: Chart = { kind: 'scatter', x: 'amount', y: 'country', colour: 'country', aggregate: 'sum' };
  expect(asKind(scatter, 'heat', columns)).toEqual({ ...scatter, kind: 'heat', aggregate: 'count' });
  expect(onlyCounting({ ...scatter, kind: 'histogram' })).toEqual({
    kind: 'histogram',
    x: 'amount',
    colour: 'country',
    aggregate: 'count',
  });
  expect(asKind({ ...scatter, y: 'amount' }, 'bar', columns).aggregate).toBe('sum');
});
