/** Outputs on a system that refuses, breaks or is told to stop. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { openPipeline } from './pipeline.ts';
import { bench, endOf, reader, writer } from './test-outputs.ts';
import { type Node, pipeline, runFile } from './test-run.ts';

describe('a system that refuses', () => {
  test('a folder that may not be written', async context => {
    const b = bench([reader, writer('locked/out.csv')]);
    mkdirSync(b.at('locked'));
    if (process.getuid?.() === 0) {
      // Permissions do not bind root; an immutable folder does, where the file system knows such a thing.
      try {
        execFileSync('chattr', ['+i', b.at('locked')], { stdio: 'ignore' });
      } catch {
        console.warn('Skipped: root may write everywhere and chattr +i is refused here.');
        context.skip();
      }
      onTestFinished(() => void execFileSync('chattr', ['-i', b.at('locked')]));
    } else chmodSync(b.at('locked'), 0o500);
    const end = endOf(await b.run());
    expect(end.error).toMatchObject({ code: 'file-unwritable', node: 'out', param: 'path' });
    expect(end.error?.message).toMatch(
      /^“locked\/out.csv” cannot be written: .+\. What was there before is untouched\.$/,
    );
    expect(b.names('locked')).toEqual([]);
  });

  test.each([
    ['write-csv', 'out.csv'],
    ['write-parquet', 'out.parquet'],
    ['write-json', 'out.json'],
    ['write-excel', 'out.xlsx'],
    ['write-sqlite', 'out.sqlite'],
  ])('a disk that is full: %s', async (kind, name) => {
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `${i},${((i * 7919) % 1e6) / 3}${'q'.repeat(i % 97)}${Math.sin(i)}`,
    );
    const params =
      kind === 'write-sqlite'
        ? { table: 't' }
        : kind === 'write-parquet'
          ? { compression: 'uncompressed' }
          : {};
    const b = bench([reader, writer(`full/${name}`, params, kind)], {
      'in.csv': `id,c\n${rows.join('\n')}\n`,
    });
    mkdirSync(b.at('full'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', b.at('full')], { stdio: 'pipe' });
    } catch (error) {
      console.warn(`Skipped: a small disk cannot be mounted here (${String(error).split('\n')[0]}).`);
      return;
    }
    onTestFinished(() => void execFileSync('umount', [b.at('full')]));
    writeFileSync(b.at(`full/${name}`), '');
    const end = endOf(await b.run());
    expect(end.status).toBe('failed');
    expect(end.error).toMatchObject({
      node: 'out',
      code: expect.stringMatching(/^(disk-full|file-unwritable)$/),
    });
    expect(end.error?.message).toMatch(/disk is full/i);
    expect(b.names('full')).toEqual([name]);
    expect(b.text(`full/${name}`)).toBe('');
  });
});

test('a Parquet file that breaks while it is read is named, with its node', async () => {
  const b = bench([reader, writer('a.parquet', { compression: 'zstd' }, 'write-parquet')], {
    'in.csv': `id,c\n${Array.from({ length: 5000 }, (_, i) => `${i},text ${i}\n`).join('')}`,
  });
  await b.run();
  const bytes = readFileSync(b.at('a.parquet'));
  bytes.fill(0xee, 40, 4000);
  writeFileSync(b.at('a.parquet'), bytes);
  const nodes = [
    { id: 'read', kind: 'read-parquet', params: { path: 'a.parquet' } },
    { id: 'big', kind: 'filter', params: { condition: 'id > 10' } },
    writer('out.csv'),
  ];
  writeFileSync(b.at('q.millrace'), pipeline(nodes));
  const { error } = endOf(await runFile(catalogue, b.at('q.millrace')));
  expect(error).toMatchObject({ code: 'file-damaged', node: 'read', param: 'path' });
  expect(error?.message).toMatch(
    /^“a\.parquet” is damaged or not what its name says: .+\. Get the file again from where it was made\.$/,
  );
  expect(b.names()).not.toContain('out.csv');
});

describe('cancelling', () => {
  test('a COPY ends at once and leaves the old file', async () => {
    const numbers: Node = {
      id: 'numbers',
      kind: 'sequence',
      params: { name: 'n', start: 1, stop: 200_000_000 },
    };
    const b = bench([numbers, writer('out.csv')], { 'out.csv': 'old' });
    const opened = await openPipeline({ path: b.at('p.millrace'), catalogue });
    if (!('compile' in opened)) throw new Error('it does not open');
    onTestFinished(() => opened.close());
    const compiled = await opened.compile();
    expect(compiled.diagnostics.filter(d => d.severity === 'error')).toEqual([]);
    const stopper = new AbortController();
    let asked = 0;
    setTimeout(() => {
      asked = performance.now();
      stopper.abort();
    }, 700);
    const finished = await opened.run({ signal: stopper.signal });
    expect(performance.now() - asked).toBeLessThan(process.env.CI === 'true' ? 1000 : 400);
    expect(finished).toMatchObject({ status: 'cancelled', outputs: [], error: { code: 'cancelled' } });
    expect(b.text('out.csv')).toBe('old');
    expect(b.names()).toEqual(['in.csv', 'out.csv']);
    expect(existsSync(b.at('out.csv'))).toBe(true);
  });
});
