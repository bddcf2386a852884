import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../nodes/index.ts';
import type { RunEvent } from '../../run/events.ts';
import { openPipeline } from '../../run/pipeline.ts';
import { folderWith, pipeline, runFile } from '../../run/test-run.ts';
import { csvSink } from './index.ts';

const written = async (input: string, params: object, path = 'out.csv') => {
  const nodes = [
    { id: 'in', kind: 'read-csv', params: { path: 'in.csv', allText: true } },
    { id: 'typed', kind: 'cast', params: { columns: [{ column: 'n', type: 'DOUBLE' }] } },
    { id: 'out', kind: 'write-csv', params: { path, ...params } },
  ];
  const folder = folderWith({ 'in.csv': input, 'p.millrace': pipeline(nodes) });
  const opened = await openPipeline({ path: join(folder, 'p.millrace'), catalogue });
  if (!('compile' in opened)) throw new Error(opened.diagnostics.map(d => d.message).join('\n'));
  try {
    const problems = (await opened.compile()).diagnostics.filter(d => d.severity === 'error');
    if (problems.length > 0) return { problems: problems.map(d => d.message) };
    const events: RunEvent[] = [];
    const finished = await opened.run({ emit: event => void events.push(event) });
    const warnings = events.flatMap(e => (e.event === 'warning' ? [e.message] : []));
    return { finished, warnings, bytes: finished.error ? undefined : readFileSync(join(folder, path)) };
  } finally {
    await opened.close();
  }
};

const textOf = async (input: string, params: object) => String((await written(input, params)).bytes);

describe('formulas', () => {
  const input = 'n,t\n-1,=1+1\n2,+x\n3,-x\n4,@x\n5,"\tx"\n6,\u00a0=x\n7,-7\n8,+49 30\n9,1e-5\n10,ok\n';

  test('are kept and told unless something else is set', async () => {
    const { bytes, warnings } = await written(input, {});
    expect(String(bytes)).toContain('=1+1');
    expect(warnings).toEqual([
      'Written as they are: texts that a spreadsheet would run as formulas (7 rows, such as \\u{9}x). Set “formulas” to quote where people open the file, or to keep where only programs read it.',
    ]);
    expect((await written(input, { formulas: 'keep' })).warnings).toEqual([]);
  });

  test('are quoted, numbers are not', async () => {
    expect((await textOf(input, { formulas: 'quote' })).split('\n').slice(1, -1)).toEqual([
      "-1.0,'=1+1",
      "2.0,'+x",
      "3.0,'-x",
      "4.0,'@x",
      "5.0,'\tx",
      "6.0,'\u00a0=x",
      '7.0,-7',
      "8.0,'+49 30",
      '9.0,1e-5',
      '10.0,ok',
    ]);
  });

  test('are told when they are looked for', async () => {
    const { finished, warnings } = await written(input, { formulas: 'warn' });
    expect(finished?.status).toBe('succeeded');
    expect(warnings).toHaveLength(1);
    expect(warnings?.[0]).toMatch(/texts that a spreadsheet would run as formulas.*7 rows/);
    expect((await written('n,t\n-1,ok\n', { formulas: 'warn' })).warnings).toEqual([]);
  });
});

test('rows that a query leaves out are not told of, nor a row twice', async () => {
  const folder = folderWith({ 'in.csv': 'n,t\n1,=a\n1,=a\n2,=b\n3,=c\n' });
  const nodes = [
    { id: 'in', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'once', kind: 'drop-duplicates' },
    { id: 'some', kind: 'filter', params: { condition: 'n < 3' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  writeFileSync(join(folder, 'p.millrace'), pipeline(nodes));
  const { finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(finished?.warnings?.[0]?.message).toMatch(/\(2 rows, such as =a\)/);
});

describe('form', () => {
  test('a quote inside quotes is doubled, whichever it is', async () => {
    expect(await textOf('n,t\n1,"it\'s, x"\n', { quote: "'" })).toBe("n,t\n1.0,'it''s, x'\n");
  });

  test('gzip', async () => {
    const { bytes } = await written('n,t\n1,ü\n', { compression: 'gzip' });
    expect(String(gunzipSync(bytes ?? Buffer.alloc(0)))).toBe('n,t\n1.0,ü\n');
  });

  test('no header, another text for null, every value quoted', async () => {
    expect(await textOf('n,t\n,x\n', { header: false, nullValue: 'NA', quoteAll: true })).toMatch(
      /^"?NA"?,"x"\n$/,
    );
  });

  test('a delimiter is one character, and not the quote', async () => {
    for (const delimiter of ['', '||', '→'])
      expect((await written('n,t\n1,x\n', { delimiter })).problems?.[0]).toMatch(
        /^The setting “delimiter” is wrong: it must be one character of ASCII, or \\t/,
      );
    expect((await written('n,t\n1,x\n', { delimiter: '"' })).problems).toEqual([
      'The quote is the same as the delimiter. Give one another character.',
    ]);
  });
});

test('the target and the kind of output are told before anything is written', () => {
  const options = { path: 'x', delimiter: ',', header: true, quote: '"', nullValue: '' };
  if (csvSink.writes !== 'duckdb') throw new Error('CSV is written by DuckDB');
  expect([csvSink.target(options), csvSink.isFolder?.(options)]).toEqual(['x', false]);
  expect(csvSink.isFolder?.({ ...options, partitionBy: ['c'] })).toBe(true);
});
