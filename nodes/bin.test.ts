import { expect, test } from 'vitest';
import type { Json } from '../engine/schema/types.ts';
import { runExample } from '../engine/testing/run-example.ts';
import { bin } from './bin.ts';

const run = async (params: Json, values: readonly Json[] = [1, 50, 99]) => {
  const inputs = { in: { columns: [{ name: 'x', type: 'DOUBLE' }], rows: values.map(v => [v]) } };
  const result = await runExample(bin, {
    title: 't',
    params,
    inputs,
    outputs: { out: { columns: [], rows: [] } },
  });
  const told = result.diagnostics.filter(d => d.severity === 'error').map(d => `${d.param}: ${d.message}`);
  return { told, bins: result.outputs.out?.rows.map(row => row[1]) };
};

test('a value outside of the edges can fail the run, named', async () => {
  const params = { column: 'x', method: 'custom', edges: [0, 60], outside: 'fail' };
  expect((await run(params, [1, 60, null])).bins).toEqual(['0', '0', null]);
  await expect(run(params)).rejects.toMatchObject({
    code: 'data-failed',
    param: 'edges',
    message: 'Column “x” holds a value outside of the edges: 99.0',
  });
});

test('values that are all equal share a bin; infinities do not move the edges', async () => {
  expect((await run({ column: 'x', bins: 3 }, [5, 5, null])).bins).toEqual(['2', '2', null]);
  expect((await run({ column: 'x', bins: 3, closed: 'right' }, [5, 5])).bins).toEqual(['0', '0']);
  expect((await run({ column: 'x', bins: 2 }, [0, 1, 2, 'Infinity'])).bins).toEqual(['0', '1', '1', null]);
  expect((await run({ column: 'x', bins: 2, closed: 'right' }, [0, 1, 2])).bins).toEqual(['0', '0', '1']);
});

test('edges and labels that cannot be are told', async () => {
  const custom = { column: 'x', method: 'custom' };
  expect((await run({ ...custom, edges: [1] })).told[0]).toMatch(/^edges: .*at least two/);
  expect((await run({ ...custom, edges: [1, 3, 3] })).told[0]).toMatch(
    /^edges\[2\]: The edge 3 does not lie above 3/,
  );
  const labelled = { column: 'x', bins: 2, output: 'label', labels: ['low'] };
  expect((await run(labelled)).told[0]).toMatch(/^labels: There are 2 bins but 1 labels/);
});
