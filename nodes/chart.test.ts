/** What a chart node writes, and what it says of settings that do not fit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Chart } from '../engine/chart/declare.ts';
import { chartKinds } from '../engine/chart/declare.ts';
import { inline, looking } from '../engine/run/look/test-look.ts';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const source: readonly Node[] = [
  { id: 'numbers', kind: 'sequence', params: { name: 'n', count: 20_000 } },
  {
    id: 'rows',
    kind: 'derive',
    params: {
      columns: [
        { name: 'k', expression: "'k' || (n % 61)" },
        { name: 'g', expression: "CASE WHEN n % 5 > 0 THEN 'g' || (n % 5) END" },
        { name: 'x', expression: 'n * 0.5' },
        { name: 'day', expression: "DATE '2024-01-01' + (n % 800)::INTEGER" },
      ],
    },
  },
];

const draw = async (params: object, more: readonly Node[] = source) => {
  const folder = folderWith({ 'p.millrace': pipeline([...more, { id: 'picture', kind: 'chart', params }]) });
  const ran = await runFile(catalogue, join(folder, 'p.millrace'));
  return { ...ran, read: (name: string) => readFileSync(join(folder, name), 'utf8') };
};

const choices: Readonly<Record<Chart['kind'], Omit<Chart, 'kind'>>> = {
  bar: { x: 'k', y: 'x', colour: 'g', aggregate: 'mean' },
  line: { x: 'day', y: 'n', colour: 'g', aggregate: 'sum' },
  scatter: { x: 'n', y: 'x', colour: 'k', aggregate: 'count' },
  histogram: { x: 'day', colour: 'g', aggregate: 'count' },
  box: { x: 'g', y: 'x', aggregate: 'count' },
  heat: { x: 'day', y: 'g', colour: 'x', aggregate: 'max' },
};

test.each(chartKinds)(
  'a %s is written with the marks that the designer draws, and as a picture',
  async kind => {
    const { kind: _, ...params } = { kind, ...choices[kind] };
    const { read, finished, diagnostics } = await draw({
      type: kind,
      ...params,
      path: 'c.vl.json',
      title: 'Mine',
    });
    expect(diagnostics).toEqual([]);
    expect(finished?.outputs).toMatchObject([{ node: 'picture' }]);
    const spec = JSON.parse(read('c.vl.json'));
    expect(spec.title.text).toBe('Mine');
    const look = looking();
    look.draw([...source.slice(0, 1), { ...source[1], id: 'end' } as Node]);
    const data = await look.chart({ kind, ...choices[kind] });
    const plain = data.rows.map(row =>
      Object.fromEntries(
        data.fields.map(({ name, role }, i) => {
          const value = row[i] ?? null;
          return [
            name,
            role === 'category'
              ? (value ?? '∅')
              : value === null
                ? null
                : Number(Number(value).toPrecision(12)),
          ];
        }),
      ),
    );
    expect(spec.data.values).toEqual(plain);
    const picture = (await draw({ type: kind, ...params, path: 'c.svg' })).read('c.svg');
    expect(picture).toMatch(/^<svg[\s\S]*picture[\s\S]*<\/svg>\n$/);
    expect(picture).not.toContain('NaN');
  },
);

test('a chart without a file is no loose end, and one with a file is an output', async () => {
  const codes = async (params: object) => (await draw(params)).diagnostics.map(d => d.code);
  expect(await codes({ x: 'k' })).toEqual(['no-outputs']);
  expect(await codes({ x: 'k', path: 'c.svg' })).toEqual([]);
});

test.each([
  [{ x: 'k', aggregate: 'sum', y: 'g' }, 'y', /“g” is VARCHAR/],
  [{ type: 'scatter', x: 'n' }, 'y', /vertical axis/],
  [{ type: 'heat', x: 'n', y: 'k', aggregate: 'sum' }, 'colour', /count rows/],
  [{ x: 'k', path: 'c.png' }, 'path', /\.svg for a picture/],
  [{ x: 'gone' }, 'x', /gone/],
])('%j is refused', async (params, param, message) => {
  const { diagnostics } = await draw(params);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ node: 'picture', param, message: expect.stringMatching(message) });
});

test('columns that are called like marks, and odd values, are drawn', async () => {
  const odd = inline(
    [
      ['x', 'DOUBLE'],
      ['value', 'VARCHAR'],
      ['of_rows', 'VARCHAR[]'],
    ],
    [
      ['inf', 'a"b', '[p, q]'],
      ['1', null, null],
      ['nan', 'a"b', '[p, q]'],
    ],
  );
  const { read } = await draw(
    { x: 'of_rows', colour: 'value', aggregate: 'sum', y: 'x', path: 'c.vl.json' },
    [odd],
  );
  expect(JSON.parse(read('c.vl.json')).data.values).toEqual([
    { x: '∅', value: 1, colour: '∅' },
    { x: '[p, q]', value: null, colour: 'a"b' },
  ]);
});
