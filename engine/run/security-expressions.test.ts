/** Expressions are one expression over the columns: everything else is refused before anything runs. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const attacks = [
  'id > 1) or (1=1',
  'true) union all (select * from orders',
  'id > 1; drop table orders',
  "1; copy (select 1) to 'stolen.csv'",
  'id > 1 -- and more',
  'id > 1 /* open',
  "true from read_text('/etc/passwd')",
  'id in (select 1)',
  "exists (select * from read_text('/etc/passwd'))",
  "(select content from read_text('/etc/passwd')) is not null",
  'true as x',
  'id > 1, id < 2',
  '*',
  'columns(*) > 1',
  'true where true',
  'true group by id',
  'true order by 1',
  'true limit 1',
  'true into x',
  "getenv('HOME') = 'x'",
  "current_setting('memory_limit') = 'x'",
  "read_text('/etc/passwd') is null",
  "nextval('s') > 1",
  "query('select 1') > 1",
  "query_table('orders') > 1",
  'pg_sleep(10) is null',
  'set threads = 1',
  'pragma database_list',
  "attach 'x.db'",
  'call pragma_version()',
  'install httpfs',
  'id = $1',
  'id = ?',
  'sum(id) > 1',
  'row_number() over (partition by (select 1)) > 1',
  '${env:SECRET} = 1',
  "country = '${env:SECRET}'",
];

test.each(attacks)('refused at its node and setting, and nothing happens: %s', async condition => {
  const folder = folderWith({
    'orders.csv': 'id,country\n1,FR\n2,DE\n',
    'p.millrace': pipeline([
      { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
      { id: 'pick', kind: 'filter', params: { condition } },
      { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
    ]),
  });
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'), {
    env: { SECRET: 'planted-secret' },
  });
  expect(finished).toBeUndefined();
  expect(diagnostics.filter(isError).map(d => `${d.node}.${d.param}`)).toContain('pick.condition');
  expect(JSON.stringify(diagnostics)).not.toContain('planted-secret');
  expect(readdirSync(folder).sort()).toEqual(['orders.csv', 'p.millrace']);
});

test.each([
  '__proto__',
  'constructor',
  'toString',
  'a"; drop table x; --',
  "it's",
  '😀',
  'line\nbreak',
  '${x}',
  '%',
  'select',
])('a column named %j is a column like any other', async name => {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const folder = folderWith({
    'in.csv': `"${name.replaceAll('"', '""')}",b\n1,2\n3,4\n`,
    'p.millrace': pipeline([
      { id: 'constructor', kind: 'read-csv', params: { path: 'in.csv', header: true } },
      { id: 'pick', kind: 'filter', params: { condition: `${quoted.split('${').join('$${')} > 1` } },
      { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
    ]),
  });
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics.filter(isError)).toEqual([]);
  expect(finished?.nodes.pick?.rows).toBe(1);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
