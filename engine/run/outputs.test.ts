/** Outputs are whole or untouched, whatever happens on the way. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { openPipeline } from './pipeline.ts';
import { bench, endOf, reader, writer } from './test-outputs.ts';
import { pipeline, runFile } from './test-run.ts';

describe('where an output may go', () => {
  test('a folder is in the way of a file', async () => {
    const b = bench([reader, writer('taken')]);
    mkdirSync(b.at('taken'));
    expect(endOf(await b.run()).error).toMatchObject({
      code: 'file-unwritable',
      node: 'out',
      param: 'path',
      message: '“taken” cannot be written: it is a folder. What was there before is untouched.',
    });
  });

  test('a file is in the way of a folder', async () => {
    const b = bench([reader, writer('taken', { partitionBy: ['c'] })], { taken: 'mine' });
    expect(endOf(await b.run()).error).toMatchObject({
      code: 'output-not-folder',
      message:
        '“taken” is a file, but a partitioned output is a folder. Choose another path, or remove the file.',
    });
    expect(b.text('taken')).toBe('mine');
  });

  test('a folder with other things in it is never replaced', async () => {
    const b = bench([reader, writer('data', { partitionBy: ['c'] })]);
    mkdirSync(b.at('data'));
    writeFileSync(b.at('data/thesis.docx'), 'years of work');
    expect(endOf(await b.run()).error).toMatchObject({
      code: 'output-folder-taken',
      message:
        '“data” holds other things, such as “thesis.docx”, and a partitioned output replaces its whole folder. Choose a new or empty folder.',
    });
    expect(b.text('data/thesis.docx')).toBe('years of work');
  });

  test('nor is the folder of the pipeline', async () => {
    const b = bench([reader, writer('.', { partitionBy: ['c'] })]);
    expect(endOf(await b.run()).error?.code).toMatch(/^output-/);
    expect(b.names()).toEqual(['in.csv']);
  });

  test('an output is not an input', async () => {
    const b = bench([reader, writer('./sub/../in.csv')]);
    expect(endOf(await b.run()).error).toMatchObject({
      code: 'output-is-input',
      node: 'out',
      message:
        '“./sub/../in.csv” is also read by “orders”. Write to another file, so that a failed run cannot destroy its own input.',
    });
    expect(b.text('in.csv')).toBe('id,c\n1,a\n2,b\n');
  });

  test.each(['*.csv', '.'])('nor would it become one of %s', async path => {
    const b = bench([{ ...reader, params: { path } }, writer('later.csv')]);
    expect(endOf(await b.run()).error).toMatchObject({ code: 'output-is-input' });
    expect(b.names()).toEqual(['in.csv']);
  });

  test('a folder that is read may take outputs of another format', async () => {
    const b = bench([{ ...reader, params: { path: '.' } }, writer('out.parquet', {}, 'write-parquet')]);
    expect((await b.run()).finished?.status).toBe('succeeded');
    const all = bench([{ ...reader, params: { path: '*' } }, writer('out.parquet', {}, 'write-parquet')]);
    expect(endOf(await all.run()).error).toMatchObject({ code: 'output-is-input' });
  });

  test('nor by another name of the same file', async () => {
    const b = bench([reader, writer('link.csv')]);
    symlinkSync(b.at('in.csv'), b.at('link.csv'));
    expect(endOf(await b.run()).error).toMatchObject({ code: 'output-is-input' });
  });

  test('a workbook that is read is not written', async () => {
    const b = bench([reader, writer('book.xlsx', {}, 'write-excel')]);
    expect((await b.run()).finished?.status).toBe('succeeded');
    const again = [
      { id: 'book', kind: 'read-excel', params: { path: 'book.xlsx' } },
      writer('book.xlsx', {}, 'write-excel'),
    ];
    writeFileSync(b.at('q.millrace'), pipeline(again));
    expect(endOf(await runFile(catalogue, b.at('q.millrace'))).error).toMatchObject({
      code: 'output-is-input',
    });
  });

  test('two sinks do not share a path, nor lie in each other', async () => {
    for (const [a, b, more] of [
      ['x.csv', './x.csv', {}],
      ['x', 'x/inside.csv', { partitionBy: ['c'] }],
    ] as const) {
      const edges = [
        { from: 'orders.out', to: 'a.in' },
        { from: 'orders.out', to: 'b.in' },
      ];
      const nodes = [reader, { ...writer(a, more), id: 'a' }, { ...writer(b), id: 'b' }];
      const bench2 = bench(nodes, {}, { edges });
      expect(endOf(await bench2.run()).error).toMatchObject({ code: 'output-twice', node: 'b' });
    }
  });

  test('a link is followed: the file it leads to is written', async () => {
    const b = bench([reader, writer('link.csv')], { 'real.csv': 'old' });
    symlinkSync(b.at('real.csv'), b.at('link.csv'));
    expect((await b.run()).finished?.status).toBe('succeeded');
    expect(b.text('real.csv')).toBe('id,c\n1,a\n2,b\n');
    expect(b.names()).toEqual(['in.csv', 'link.csv', 'real.csv']);
  });

  test.each(['CON', 'out/nul.csv', 'a:b.csv', 'ends.'])('%s is refused on every system', async path => {
    expect(endOf(await bench([reader, writer(path)]).run()).error).toMatchObject({ code: 'path-refused' });
  });

  test('folders on the way are made, and taken back when the run fails', async () => {
    const b = bench([reader, writer('a/b/out.csv')]);
    expect((await b.run()).finished?.outputs[0]).toMatchObject({
      path: b.at('a/b/out.csv'),
      rows: 2,
      bytes: 13,
    });
    const failing = bench([reader, writer('a/b/out.csv', { formulas: 'refuse' })], {
      'in.csv': 'id,c\n1,=x\n',
    });
    expect(endOf(await failing.run()).status).toBe('failed');
    expect(failing.names()).toEqual(['in.csv']);
  });
});

describe('what a run leaves behind', () => {
  test('a failed run leaves the old file', async () => {
    const b = bench([reader, writer('out.csv', { formulas: 'refuse' })], {
      'in.csv': 'id,c\n1,a\n2,"=cmd()"\n',
      'out.csv': 'old',
    });
    expect(endOf(await b.run())).toMatchObject({
      status: 'failed',
      error: {
        code: 'data-failed',
        node: 'out',
        param: 'formulas',
        message:
          'Column “c” holds a text that a spreadsheet would run as a formula. Set “formulas” to quote, or to keep where only programs read the file. The text is: =cmd()',
      },
    });
    expect(b.text('out.csv')).toBe('old');
    expect(b.names()).toEqual(['in.csv', 'out.csv']);
  });

  test('one failing sink keeps the others from taking their places', async () => {
    const edges = [
      { from: 'orders.out', to: 'a.in' },
      { from: 'orders.out', to: 'b.in' },
    ];
    const nodes = [
      reader,
      { ...writer('a.csv'), id: 'a' },
      { ...writer('b.csv', { formulas: 'refuse' }), id: 'b' },
    ];
    const b = bench(nodes, { 'in.csv': 'c\n=x\n', 'a.csv': 'old' }, { edges });
    expect(endOf(await b.run()).status).toBe('failed');
    expect(b.text('a.csv')).toBe('old');
    expect(b.names()).toEqual(['a.csv', 'in.csv']);
  });

  test('a partitioned output replaces the old one as a whole', async () => {
    const b = bench([reader, writer('parts', { partitionBy: ['c'] })]);
    await b.run();
    expect(b.names('parts')).toEqual(['c=a', 'c=b']);
    writeFileSync(b.at('in.csv'), 'id,c\n3,z\n');
    const { finished } = await b.run();
    expect(finished?.status).toBe('succeeded');
    expect(b.names('parts')).toEqual(['c=z']);
    expect(b.names()).toEqual(['in.csv', 'parts']);
  });

  test('a partitioned output without rows is an empty folder', async () => {
    const b = bench([reader, writer('parts', { partitionBy: ['c'] })], { 'in.csv': 'id,c\n' });
    expect(endOf(await b.run())).toEqual({ status: 'succeeded', error: undefined });
    expect(b.names('parts')).toEqual([]);
  });

  test('an input that changes during the run fails it', async () => {
    const b = bench([reader, writer('out.csv')], { 'out.csv': 'old' });
    const opened = await openPipeline({ path: b.at('p.millrace'), catalogue });
    if (!('compile' in opened)) throw new Error('it does not open');
    onTestFinished(() => opened.close());
    await opened.compile();
    writeFileSync(b.at('in.csv'), 'id,c\n1,a\n2,b\n3,c\n');
    utimesSync(b.at('in.csv'), 1, 1);
    const finished = await opened.run({});
    expect(finished.error).toEqual({
      node: 'orders',
      param: 'path',
      code: 'input-changed',
      message:
        '“in.csv” changed while it was read, so the result would mix old and new rows. Run again when it is complete.',
    });
    expect(b.text('out.csv')).toBe('old');
    expect(b.names()).toEqual(['in.csv', 'out.csv']);
  });

  test('what a killed run left is removed, what a living one writes is not', async () => {
    const gone = execFileSync(process.execPath, ['-e', 'console.log(process.pid)']).toString().trim();
    const { processTag } = await import('./owner.ts');
    const b = bench([reader, writer('out.csv')]);
    writeFileSync(b.at(`.out.csv.${gone}.${processTag}.millrace-tmp`), 'half');
    writeFileSync(b.at(`.out.csv.${process.ppid}.${processTag}.millrace-tmp`), 'theirs');
    await b.run();
    expect(b.names()).toEqual([`.out.csv.${process.ppid}.${processTag}.millrace-tmp`, 'in.csv', 'out.csv']);
  });
});

test('a folder whose exchange was cut short by a kill is put back', async () => {
  const gone = execFileSync(process.execPath, ['-e', 'console.log(process.pid)']).toString().trim();
  const { processTag } = await import('./owner.ts');
  const { sweep } = await import('./outputs.ts');
  const b = bench([]);
  const temp = `.parts.${gone}.${processTag}.millrace-tmp`;
  for (const [name, text] of [
    [temp, 'new'],
    [`${temp}-old`, 'old'],
  ] as const) {
    mkdirSync(b.at(name));
    writeFileSync(b.at(`${name}/a.csv`), text);
  }
  await sweep(b.folder);
  expect(b.names()).toEqual(['in.csv', 'parts']);
  expect(b.text('parts/a.csv')).toBe('old');
  // Where the new folder has taken its place, the old one is no longer needed.
  mkdirSync(b.at(`${temp}-old`));
  await sweep(b.folder);
  expect(b.names()).toEqual(['in.csv', 'parts']);
});
