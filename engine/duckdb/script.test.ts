/** SQL for people: it reads well, and gives the rows that the pipeline gives. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { catalogue, kinds } from '../../nodes/index.ts';
import { catalogueOf } from '../catalogue/node.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { openPipeline } from '../run/pipeline.ts';
import { openSession } from '../run/session.ts';
import { bareName, isKeyword } from '../schema/keywords.ts';
import { given } from '../testing/given.ts';
import { exampleDocument } from '../testing/run-example.ts';
import { prettySql } from './pretty.ts';
import { printScript } from './script.ts';

const root = await mkdtemp(join(tmpdir(), 'millrace-script-'));
const session = await openSession({ folders: [root], files: [] });
afterAll(async () => {
  await session.close();
  await rm(root, { recursive: true, force: true });
});

test('the demo as a script', async () => {
  const folder = resolve(import.meta.dirname, '../../fixtures/demo');
  const pipeline = await openPipeline({ path: join(folder, 'clean-orders.millrace'), catalogue });
  if (!('compile' in pipeline)) throw new Error('the demo does not open');
  const { plan } = await pipeline.compile();
  await pipeline.close();
  const script = printScript({ name: 'Clean orders', plan, folder });
  expect(script.diagnostics).toEqual([]);
  expect(script.sql).not.toContain(folder);
  expect(printScript({ name: 'Clean orders', plan, folder, node: 'by_country' }).sql).toMatchSnapshot();
});

test('a text in a query is left as it is', () => {
  const sql = `SELECT 'FROM  "a" WHERE (x)', "from" FROM "t" WHERE ("a" = 'it''s  AND')`;
  expect(prettySql(sql)).toBe(`SELECT 'FROM  "a" WHERE (x)', "from"\nFROM t\nWHERE a = 'it''s  AND'`);
});

test('names are quoted where they must be', () => {
  expect(['amount', 'select', 'Straße', 'a b', 'a"b', '1st', ''].map(bareName)).toEqual([
    'amount',
    '"select"',
    '"Straße"',
    '"a b"',
    '"a""b"',
    '"1st"',
    '""',
  ]);
});

test('the list of keywords is the engine’s own', async () => {
  const rows = await session.rows(
    "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'",
  );
  expect(rows.map(([word]) => word).filter(word => !isKeyword(word ?? ''))).toEqual([]);
});

/** Examples whose sources DuckDB reads by itself, and that give the same rows each time. */
const examples = kinds.flatMap(kind =>
  kind.examples
    .filter(e => kind.needs === undefined && !e.served && !e.tables && e.outputs !== undefined)
    .map(example => ({ kind, example })),
);

for (const [i, { kind, example }] of examples.entries()) {
  test(`${kind.kind} as SQL: ${example.title}`, async () => {
    const folder = join(root, String(i));
    await mkdir(folder);
    for (const [name, content] of Object.entries(example.files ?? {}))
      await writeFile(join(folder, name), content);
    const path = join(folder, 'case.millrace');
    await writeFile(path, JSON.stringify(exampleDocument(kind, example)));
    const pipeline = await openPipeline({ path, catalogue: catalogueOf([...kinds, given]) });
    if (!('compile' in pipeline)) throw new Error('the example does not open');
    try {
      const { plan } = await pipeline.compile();
      const script = printScript({ name: 'x', plan, folder: '/elsewhere', node: 'node' });
      if (script.diagnostics.some(isError)) return;
      const wanted = await pipeline.preview('node', undefined, 10_000);
      const rows = await session.rows(script.sql.replace(/;\s*$/, ''));
      const order = (list: typeof rows) => list.map(r => JSON.stringify(r)).sort();
      expect(order(rows)).toEqual(order(wanted.rows));
    } finally {
      await pipeline.close();
    }
  });
}
