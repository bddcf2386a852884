/**
 * Each bad input ends in one clear error with its node and setting and an exit code that is not 0, and every earlier
 * output stays as it was. docs/bad-input.md lists them, with those that other tests hold.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { badDisks, smallDisk } from './test-bad-disks.ts';
import { badFiles } from './test-bad-files.ts';
import { badGraphs } from './test-bad-graphs.ts';
import { type BadInput, outcomeOf, place, reading } from './test-bad-input.ts';
import { badPaths } from './test-bad-paths.ts';
import { badServers, startServers } from './test-bad-servers.ts';
import { builtCli, jsonLines, pipeline } from './test-cli.ts';

const cli = builtCli();
const servers = await startServers();
afterAll(servers.stop);

const named = (inputs: readonly BadInput[]) => inputs.map(input => [input.title, input] as const);

describe.concurrent.each([
  ['pipeline files', badGraphs],
  ['expressions and paths', badPaths],
  ['data files', badFiles],
  ['disks', badDisks],
  ['servers', badServers(servers.ports)],
])('%s', (_, inputs) => {
  test.each(named(inputs))('%s', async (title, input) => {
    const ended = await outcomeOf(cli, input);
    if (ended === undefined) return console.warn(`Not tested, because it cannot be made here: ${title}`);
    expect({ exit: ended.exit, error: ended.error }).toEqual({ exit: input.exit, error: input.error });
    if (typeof input.says === 'string') expect(ended.message).toContain(input.says);
    else expect(ended.message).toMatch(input.says);
    expect(ended.errors).toBe(input.errors ?? 1);
    expect(ended.changed).toEqual([]);
    expect(ended.said).not.toMatch(/\n\s+at /);
    if (input.hidden !== undefined) expect(ended.said).not.toContain(input.hidden);
  });
});

/** Runs what only looks bad, and gives the text of its output. */
const outputOf = async (document: string, files: BadInput['files'] = {}, args: readonly string[] = []) => {
  const { folder, temporary } = place({ document, files });
  const ended = await cli.run(['run', 'p.millrace', '--no-cache', '--json', ...args], {
    cwd: folder,
    env: { TMPDIR: temporary },
  });
  expect(jsonLines(ended.out).at(-1), ended.err).toMatchObject({ status: 'succeeded' });
  expect(ended.code).toBe(0);
  return readFileSync(join(folder, 'out.csv'), 'utf8');
};

const reads = (params: object, ...more: Parameters<typeof reading>[2][]) =>
  reading('read-csv', { path: 'a.csv', ...params }, ...more);

/** Names that are SQL, words of it, or hard to print. */
const hostile = [
  'a"b',
  "it's",
  'with space',
  'select',
  'x"; drop table t; --',
  '😀',
  '__proto__',
  'constructor',
  'toString',
  '${amount}',
  '\u202eabc',
  'tab\there',
  'é',
];
/** As a setting says it: a lone `${` would take a parameter. */
const said = (name: string) => name.replaceAll('${', () => '$${');
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

describe.concurrent('what only looks bad is read', () => {
  test.each<[string, string, BadInput['files'], string]>([
    ['a file with a header only', reads({}), { 'a.csv': 'id,amount\n' }, 'id,amount\n'],
    ['a mark at the start of a data file', reads({}), { 'a.csv': '\ufeffid,a\n1,é\n' }, 'id,a\n1,é\n'],
    ['a mark at the start of the pipeline', `\ufeff${reads({})}`, { 'a.csv': 'id\n1\n' }, 'id\n1\n'],
    ['NUL bytes in a data file', reads({}), { 'a.csv': 'id,a\n1,x\0y\n' }, 'id,a\n1,x\0y\n'],
    ['UTF-16', reads({}), { 'a.csv': Buffer.from('\ufeffid,name\n1,Zoë\n', 'utf16le') }, 'id,name\n1,Zoë\n'],
    [
      'numbers at the limits of their types',
      reads({ types: { d: 'DECIMAL(38,10)', n: 'DOUBLE' } }),
      { 'a.csv': 'i,d,n\n9223372036854775807,0.0000000001,nan\n-9223372036854775808,1,-inf\n' },
      'i,d,n\n9223372036854775807,0.0000000001,nan\n-9223372036854775808,1.0000000000,-inf\n',
    ],
  ])('%s', async (_, document, files, written) => {
    expect(await outputOf(document, files)).toBe(written);
  });

  test('identifiers with quotes, spaces, keywords, emoji and SQL in them, through several steps', async () => {
    const header = hostile.map(quoted).join(',');
    const columns = hostile.map(name => ({ name: said(`${name} again`), expression: said(quoted(name)) }));
    const steps = [
      { id: 'more', kind: 'derive', params: { columns } },
      { id: 'sorted', kind: 'sort', params: { keys: hostile.map(name => ({ column: said(name) })) } },
      { id: 'once', kind: 'drop-duplicates', params: {} },
      { id: 'some', kind: 'select', params: { columns: hostile.map(name => said(`${name} again`)) } },
    ];
    const row = hostile.map((_, i) => `v${i}`).join(',');
    const [names = '', values] = (
      await outputOf(reads({}, ...steps), { 'a.csv': `${header}\n${row}\n${row}\n` })
    ).split('\n');
    for (const name of hostile) expect(names).toContain(`${name.replaceAll('"', '""')} again`);
    expect(values).toBe(row);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('200 columns', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `c${i}`);
    const file = `${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`;
    const columns = names.map(name => ({ name: `${name}_2`, expression: `${name} * 2` }));
    const text = await outputOf(reads({}, { id: 'more', kind: 'derive', params: { columns } }), {
      'a.csv': file,
    });
    expect(text.split('\n').map(line => line.split(',').length)).toEqual([400, 400, 1]);
    expect(text.trim().split(',').at(-1)).toBe('398');
  });

  test('a pattern made to take for ever is matched at once', async () => {
    const condition = "not regexp_matches(a, '^(a+)+$') and not regexp_matches(a, '(x+x+)+y')";
    const file = { 'a.csv': `id,a\n1,${'a'.repeat(5000)}!\n2,${'x'.repeat(5000)}\n` };
    const text = await outputOf(reads({}, { id: 'keep', kind: 'filter', params: { condition } }), file);
    expect(text.split('\n')).toHaveLength(4);
  }, 10_000);

  test('a pattern of files made to take for ever is matched at once', async () => {
    const path = `${'*a'.repeat(40)}*b*.csv`;
    const document = pipeline([
      { id: 'in', kind: 'read-csv', params: { path } },
      { id: 'out', kind: 'write-csv', params: { path: `${'a'.repeat(200)}.csv` } },
    ]);
    const { folder, temporary } = place({ document, files: { [`${'a'.repeat(60)}b.csv`]: 'id\n1\n' } });
    const ended = await cli.run(['run', 'p.millrace', '--no-cache'], {
      cwd: folder,
      env: { TMPDIR: temporary },
    });
    expect([ended.code, readFileSync(join(folder, `${'a'.repeat(200)}.csv`), 'utf8')]).toEqual([
      0,
      'id\n1\n',
    ]);
  }, 10_000);

  test('a full disk behind the cache: nothing is kept, the run is done, and so is the next', async () => {
    const { folder, temporary } = place({ document: reads({}), files: { 'a.csv': 'id\n1\n' } });
    const undo = smallDisk('cache')(folder);
    if (undo === undefined) return console.warn('Not tested, because a small disk cannot be mounted here');
    try {
      expect(() => writeFileSync(join(folder, 'cache', 'filler'), 'x'.repeat(2_000_000))).toThrow('ENOSPC');
      for (const _ of ['first', 'second']) {
        const args = ['run', 'p.millrace', '--json', '--cache-dir', 'cache'];
        const ended = await cli.run(args, { cwd: folder, env: { TMPDIR: temporary } });
        expect([ended.code, ended.err]).toEqual([0, '']);
        expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('id\n1\n');
      }
    } finally {
      undo();
    }
  });

  test('10,000 nodes', async () => {
    const steps = Array.from({ length: 9_996 }, (_, i) => ({
      id: `n${i}`,
      kind: 'filter',
      params: { condition: 'id > 0' },
    }));
    expect(await outputOf(reads({}, ...steps), { 'a.csv': 'id\n0\n1\n' })).toBe('id\n1\n');
  }, 60_000);
});
