/** A folder that changes places with a link between the check of a path and its opening. */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type * as Files from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { writeDatabase } from '../connectors/sqlite/fake-database.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { sandboxed } from './paths.ts';
import { openPipeline } from './pipeline.ts';
import { folderWith, type Node, pipeline } from './test-run.ts';

/** What happens right before and right after a file is opened or renamed. */
const around = vi.hoisted(() => ({
  before: (_call: string, _path: string): void => {},
  after: (_call: string, _path: string): void => {},
}));

vi.mock('node:fs/promises', async original => {
  const files = await original<typeof Files>();
  const open: typeof Files.open = async (path, ...more) => {
    around.before('open', String(path));
    const file = await files.open(path, ...more);
    around.after('open', String(path));
    return file;
  };
  const rename: typeof Files.rename = async (from, to) => {
    around.before('rename', String(to));
    await files.rename(from, to);
  };
  return { ...files, default: { ...files, open, rename }, open, rename };
});

const idle = () => {};
afterEach(() => {
  around.before = idle;
  around.after = idle;
});

/** A folder `data` inside, a folder outside, and a switch that leads one to the other. */
const scene = (files: Readonly<Record<string, string | Buffer>>, nodes: readonly Node[]) => {
  const folder = folderWith({ 'p.millrace': pipeline(nodes) });
  const outside = folderWith({});
  const data = join(folder, 'data');
  mkdirSync(data);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(data, name), text);
  const swap = () => {
    renameSync(data, join(folder, 'aside'));
    symlinkSync(outside, data);
  };
  const swapBack = () => {
    rmSync(data);
    renameSync(join(folder, 'aside'), data);
  };
  const run = async () => {
    const opened = await openPipeline({
      path: join(folder, 'p.millrace'),
      catalogue,
      permissions: sandboxed(folder),
    });
    if (!('compile' in opened)) throw new Error('it does not open');
    try {
      const { diagnostics } = await opened.compile();
      const wrong = diagnostics.find(isError);
      return wrong ?? (await opened.run({})).error;
    } finally {
      await opened.close();
    }
  };
  return { folder, outside, data, swap, swapBack, run };
};

const read = (kind: string, path: string, more: object = {}): Node => ({
  id: 'in',
  kind,
  params: { path, ...more },
});
const out = (kind = 'write-csv', path = 'out.csv', more: object = {}): Node => ({
  id: 'out',
  kind,
  params: { path, ...more },
});

describe('an input', () => {
  const sources = (text: string): readonly [string, string, string | Buffer, object?][] => [
    ['read-csv', 'a.csv', `${text}\n1\n`],
    ['read-csv', 'b.csv', `${text}\n1\n`, { encoding: 'windows-1252' }],
    ['read-json', 'a.json', `[{"${text}": 1}]`],
    ['read-ndjson', 'a.ndjson', `{"${text}": 1}\n`],
    ['read-parquet', 'a.parquet', `PAR1${text}`],
    ['read-excel', 'a.xlsx', `PK\x03\x04${text}`],
    ['read-html', 'a.html', `<table><tr><th>${text}</th></tr><tr><td>1</td></tr></table>`],
  ];

  test.each(sources('own'))(
    '%s of %s: what lies elsewhere is not looked at',
    async (kind, name, own, more) => {
      const secret = sources('secret').find(s => s[1] === name)?.[2] ?? '';
      let tried = 0;
      for (const back of [false, true])
        for (const nth of [1, 2, 3]) {
          const s = scene({ [name]: own }, [read(kind, `data/${name}`, more), out()]);
          writeFileSync(join(s.outside, name), secret);
          const inside = join(s.data, name);
          let opened = 0;
          around.before = (call, path) => {
            if (call === 'open' && path === inside && ++opened === nth) s.swap();
          };
          around.after = (_, path) => {
            if (path === inside && opened === nth && back) s.swapBack();
          };
          const error = await s.run();
          around.before = idle;
          if (opened < nth) continue;
          tried += 1;
          // The last look, after the rows were read, only compares the file with what it was.
          const codes = nth > 1 ? /^(path-refused|input-changed)$/ : /^path-refused$/;
          expect(error).toMatchObject({ code: expect.stringMatching(codes), node: 'in', param: 'path' });
          expect(error?.message).not.toContain('secret');
          expect(readdirSync(s.folder)).not.toContain('out.csv');
        }
      expect(tried).toBeGreaterThan(1);
    },
  );

  test('a database', async () => {
    const s = scene({}, [read('read-sqlite', 'data/a.db'), out()]);
    await writeDatabase(join(s.data, 'a.db'), 'CREATE TABLE own (a)');
    await writeDatabase(join(s.outside, 'a.db'), 'CREATE TABLE secret (a)');
    around.before = (_, path) => {
      if (path !== join(s.data, 'a.db')) return;
      around.before = idle;
      s.swap();
    };
    expect(await s.run()).toMatchObject({ code: 'path-refused', node: 'in', param: 'path' });
  });

  test('that the engine opens itself after the look at it', async () => {
    const s = scene({ 'a.csv': 'own\n1\n' }, [read('read-csv', 'data/a.csv'), out()]);
    writeFileSync(join(s.outside, 'a.csv'), 'own\n2\n');
    const opened = await openPipeline({
      path: join(s.folder, 'p.millrace'),
      catalogue,
      permissions: sandboxed(s.folder),
    });
    if (!('compile' in opened)) throw new Error('it does not open');
    try {
      await opened.compile();
      s.swap();
      await expect(opened.preview('in', undefined, 5)).rejects.toMatchObject({
        code: 'path-refused',
        node: 'in',
      });
      const { error } = await opened.run({});
      expect(error).toMatchObject({ code: 'path-refused', node: 'in', param: 'path' });
      expect(error?.message).not.toContain(s.folder);
    } finally {
      await opened.close();
    }
  });
});

describe('an output', () => {
  const inline: Node = {
    id: 'rows',
    kind: 'inline-table',
    params: { columns: [{ name: 'a', type: 'INTEGER' }], rows: [[1]] },
  };

  test.each([
    ['write-csv', 'out.csv', {}],
    ['write-excel', 'out.xlsx', {}],
    ['write-sqlite', 'out.db', { table: 't' }],
  ])('%s: a folder that was exchanged before the writing is not written to', async (kind, name, more) => {
    const s = scene({ [name]: '' }, [inline, out(kind, `data/${name}`, more)]);
    const opened = await openPipeline({
      path: join(s.folder, 'p.millrace'),
      catalogue,
      permissions: sandboxed(s.folder),
    });
    if (!('compile' in opened)) throw new Error('it does not open');
    try {
      await opened.compile();
      // The targets are decided when the run starts; `started` is the next thing that it says.
      const { error } = await opened.run({ emit: event => event.event === 'started' && s.swap() });
      expect(error).toMatchObject({ node: 'out', param: 'path' });
      expect(error?.message).toContain('elsewhere');
    } finally {
      await opened.close();
    }
    expect(readdirSync(s.outside)).toEqual([]);
    expect(readFileSync(join(s.folder, 'aside', name), 'utf8')).toBe('');
  });

  test('nor is a file moved into one that was exchanged while it was written', async () => {
    const s = scene({ 'out.csv': 'old' }, [inline, out('write-csv', 'data/out.csv')]);
    writeFileSync(join(s.outside, 'out.csv'), 'theirs');
    // The file is opened once to follow it while it grows, and once more to force its bytes to the disk.
    let opened = 0;
    around.after = (_, path) => {
      if (dirname(path) === s.data && path.endsWith('-tmp') && ++opened === 2) s.swap();
    };
    expect(await s.run()).toMatchObject({ code: 'path-refused', node: 'out', param: 'path' });
    expect(readFileSync(join(s.outside, 'out.csv'), 'utf8')).toBe('theirs');
    expect(readdirSync(s.outside)).toEqual(['out.csv']);
    expect(readFileSync(join(s.folder, 'aside/out.csv'), 'utf8')).toBe('old');
  });

  test.each([
    ['outside', false],
    ['inside', true],
  ])('a link to a file that is not there yet: %s', async (where, allowed) => {
    const s = scene({}, [inline, out('write-csv', 'data/link.csv')]);
    const target = join(where === 'outside' ? s.outside : s.folder, 'new.csv');
    symlinkSync(target, join(s.data, 'link.csv'));
    const error = await s.run();
    if (allowed) {
      expect(error).toBeUndefined();
      expect(readFileSync(target, 'utf8')).toBe('a\n1\n');
    } else {
      expect(error).toMatchObject({ code: 'path-refused', node: 'out', param: 'path' });
      expect(readdirSync(s.outside)).toEqual([]);
    }
    // Links stay links.
    expect(readdirSync(s.data, { withFileTypes: true }).map(e => [e.name, e.isSymbolicLink()])).toEqual([
      ['link.csv', true],
    ]);
  });
});
