/** Several outputs take their places together: all or none, and no cancel comes between them. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import type * as Files from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { openPipeline } from './pipeline.ts';
import { bench, reader, writer } from './test-outputs.ts';

/** What happens right before a file takes a place, and whether the disk knows second names for files. */
const disk = vi.hoisted(() => ({ renaming: (_to: string): void => {}, links: true }));

vi.mock('node:fs/promises', async original => {
  const files = await original<typeof Files>();
  const rename: typeof Files.rename = async (from, to) => {
    disk.renaming(String(to));
    await files.rename(from, to);
  };
  const link: typeof Files.link = async (from, to) => {
    if (!disk.links) throw Object.assign(new Error('no links here'), { code: 'EPERM' });
    await files.link(from, to);
  };
  return { ...files, default: { ...files, rename, link }, rename, link };
});

afterEach(() => {
  disk.renaming = () => {};
  disk.links = true;
});

const edges = ['a', 'parts', 'b', 'c'].map(to => ({ from: 'orders.out', to: `${to}.in` }));
const nodes = [
  reader,
  { ...writer('a.csv'), id: 'a' },
  { ...writer('parts', { partitionBy: ['c'] }), id: 'parts' },
  { ...writer('b.csv'), id: 'b' },
  { ...writer('c.csv'), id: 'c' },
];

const scene = () => {
  const b = bench(nodes, { 'a.csv': 'old a', 'c.csv': 'old c' }, { edges });
  mkdirSync(b.at('parts/c=old'), { recursive: true });
  writeFileSync(b.at('parts/c=old/data.csv'), 'old part');
  const run = async (signal?: AbortSignal) => {
    const opened = await openPipeline({ path: b.at('p.millrace'), catalogue });
    if (!('compile' in opened)) throw new Error('it does not open');
    try {
      return await opened.run({ ...(signal && { signal }) });
    } finally {
      await opened.close();
    }
  };
  return { ...b, run };
};

test.each([
  ['with second names for files', true],
  ['without', false],
])('the last output cannot take its place: the others give theirs back, %s', async (_, links) => {
  const s = scene();
  disk.links = links;
  disk.renaming = to => {
    // Somebody has the file open, as Windows would refuse it.
    if (to !== s.at('c.csv')) return;
    disk.renaming = () => {};
    throw Object.assign(new Error('EBUSY: resource busy'), { code: 'EBUSY' });
  };
  const { status, error, outputs } = await s.run();
  expect({ status, error, outputs }).toMatchObject({
    status: 'failed',
    outputs: [],
    error: {
      code: 'file-unwritable',
      node: 'c',
      param: 'path',
      message: '“c.csv” cannot be written: another program holds it. What was there before is untouched.',
    },
  });
  expect([s.text('a.csv'), s.text('c.csv'), s.text('parts/c=old/data.csv')]).toEqual([
    'old a',
    'old c',
    'old part',
  ]);
  expect(s.names()).toEqual(['a.csv', 'c.csv', 'in.csv', 'parts']);
  expect(readdirSync(s.at('parts'))).toEqual(['c=old']);
  // And nothing stands in the way of the next run.
  expect((await s.run()).status).toBe('succeeded');
  expect(s.names()).toEqual(['a.csv', 'b.csv', 'c.csv', 'in.csv', 'parts']);
});

test.each(['a.csv', 'parts', 'c.csv'])('cancelled while %s takes its place: all of them do', async name => {
  const s = scene();
  const stopper = new AbortController();
  disk.renaming = to => {
    if (to === join(s.folder, name)) stopper.abort();
  };
  const { status, outputs } = await s.run(stopper.signal);
  expect([stopper.signal.aborted, status, outputs.length]).toEqual([true, 'succeeded', 4]);
  expect([s.text('a.csv'), s.text('c.csv'), readdirSync(s.at('parts'))]).toEqual([
    'id,c\n1,a\n2,b\n',
    'id,c\n1,a\n2,b\n',
    ['c=a', 'c=b'],
  ]);
  expect(s.names()).toEqual(['a.csv', 'b.csv', 'c.csv', 'in.csv', 'parts']);
});
