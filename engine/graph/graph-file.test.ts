import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parameterValues } from './parameters.ts';
import { parsePipeline } from './parse.ts';
import { printPipeline } from './print.ts';

const page = readFileSync(new URL('../../docs/graph-file.md', import.meta.url), 'utf8');
const examples = Array.from(page.matchAll(/```json\n([\s\S]*?)```/g), match => match[1] ?? '');

test('the examples of the page are pipelines without problems', () => {
  expect(examples).toHaveLength(2);
  for (const example of examples) expect(parsePipeline(example).diagnostics).toEqual([]);
});

test('the first is in canonical form, the second works as described', () => {
  const [first, second] = examples.map(example => parsePipeline(example).document);
  expect(printPipeline(first!)).toBe(examples[0]);
  expect(parameterValues(second!).diagnostics.map(d => [d.code, d.data.name])).toEqual([
    ['missing-parameter', 'day'],
  ]);
  expect(parameterValues(second!, { day: '2024-05-01' }).values.get('file')).toBe(
    'data/orders-2024-05-01.csv',
  );
});
