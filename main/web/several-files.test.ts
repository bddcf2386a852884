/** Several files given at the start: a page shows one, the others are found among the recent ones. */
import { expect, test } from 'vitest';
import { builtCli, folderWith, pipeline } from '../cli/test-cli.ts';
import { startHost } from './test-host.ts';

const { script } = builtCli();

test('those that are not opened are among the recent ones; data files are not', async () => {
  const text = pipeline([]);
  const work = folderWith({ 'a.millrace': text, 'b.millrace': text, 'c.millrace': text, 'd.csv': 'x\n1\n' });
  const files = ['a.millrace', 'b.millrace', 'c.millrace', 'd.csv'];
  const { screen } = await startHost({ script, work, files });
  const { open, recent } = await screen.client.call('app.start', {});
  expect(open).toHaveLength(4);
  expect(recent.map(({ name }) => name)).toEqual(['c.millrace', 'b.millrace']);
  expect(open).toContain(recent[0]?.file);
}, 60_000);
