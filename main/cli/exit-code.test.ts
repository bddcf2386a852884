import { expect, test } from 'vitest';
import { builtCli, folderWith, pipeline } from './test-cli.ts';

const cli = builtCli();
const of = (path: string, condition: string | number) =>
  pipeline(
    [
      { id: 'orders', kind: 'read-csv', params: { path } },
      { id: 'keep', kind: 'filter', params: { condition } },
      { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
      { id: 'given', kind: 'sequence', params: { name: 'n', start: 1, stop: 3 } },
      { id: 'also', kind: 'write-csv', params: { path: 'also.csv' } },
    ],
    {
      edges: [
        { from: 'orders.out', to: 'keep.in' },
        { from: 'keep.out', to: 'out.in' },
        { from: 'given.out', to: 'also.in' },
      ],
    },
  );
const cwd = folderWith({
  'orders.csv': 'id,amount\n1,2\n',
  'right.millrace': of('orders.csv', 'amount > 1'),
  'no-file.millrace': of('none.csv', 'amount > 1'),
  'wrong.millrace': of('orders.csv', 'amout > 1'),
  'both.millrace': of('none.csv', 5),
});

test.each([
  ['right', 0],
  ['no-file', 1],
  ['wrong', 2],
  ['both', 2],
] as const)('%s ends with %i, whatever the command', async (file, code) => {
  for (const words of [
    ['validate'],
    ['describe'],
    ['preview', 'out'],
    ['export', '--format', 'sql'],
    ['run', '--no-cache'],
  ]) {
    const [command = '', ...more] = words;
    expect([command, (await cli.run([command, `${file}.millrace`, ...more], { cwd })).code]).toEqual([
      command,
      code,
    ]);
  }
});

test('a diagnostic says whose fault it is', async () => {
  const { out } = await cli.run(['validate', 'both.millrace', '--json'], { cwd });
  const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string; world?: true }[] };
  expect(diagnostics.map(d => [d.code, d.world])).toEqual([
    ['bad-param', undefined],
    ['file-missing', true],
  ]);
});
