/** What the kinds of outside systems ask of their connectors, and what they tell before anything is touched. */
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Capability, InputTable } from '../engine/catalogue/node.ts';
import { bind } from '../engine/compile/bind.ts';
import { nodeCapabilities, sumCapabilities } from '../engine/compile/capabilities.ts';
import {
  databaseSinkOptions,
  mysqlSourceOptions,
  postgresSourceOptions,
} from '../engine/connectors/database/options.ts';
import { excelSinkOptions, excelSourceOptions } from '../engine/connectors/excel/options.ts';
import { htmlOptions } from '../engine/connectors/html/options.ts';
import { httpOptions } from '../engine/connectors/http/options.ts';
import { sinkConnectors, sourceConnectors } from '../engine/connectors/index.ts';
import { sqliteSinkOptions, sqliteSourceOptions } from '../engine/connectors/sqlite/options.ts';
import { parsePipeline } from '../engine/graph/parse.ts';
import { eachRel } from '../engine/plan/relation.ts';
import type { Json } from '../engine/schema/types.ts';
import { catalogue, kinds } from './index.ts';

const schemas: Readonly<Record<string, z.ZodType>> = {
  'read-excel': excelSourceOptions,
  'write-excel': excelSinkOptions,
  'read-sqlite': sqliteSourceOptions,
  'write-sqlite': sqliteSinkOptions,
  'read-postgres': postgresSourceOptions,
  'write-postgres': databaseSinkOptions,
  'read-mysql': mysqlSourceOptions,
  'write-mysql': databaseSinkOptions,
  'read-http': httpOptions,
  'read-html': htmlOptions,
};

const input: InputTable = {
  rel: { op: 'ref', name: 'orders.out' },
  schema: [
    { name: 'id', type: 'BIGINT' },
    { name: 'text', type: 'VARCHAR' },
  ],
  from: 'orders',
};

const lowered = (kind: string, params: Json) => {
  const found = catalogue.get(kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found.lower({
    params: found.params.parse(params) as never,
    input: () => input,
    inputs: () => [input],
    local: name => ({ op: 'ref', name }),
    estimators: () => [],
    model: () => ({ fitted: 'fit.~fitted', task: 'number', input: [], steps: [] }),
    chain: () => ({
      base: 'in',
      schema: [],
      steps: [],
      allRows: true,
      filters: [],
      picks: [],
      cutOff: [],
      sources: [],
    }),
    variant: spec => spec,
    distinct: () => [],
    id: 'node',
  });
};

/** Connector and options of everything that a kind reads or writes. */
const asked = (kind: string, params: Json): readonly { connector: string; options: Json }[] => {
  const { outputs = {}, sinks = [] } = lowered(kind, params);
  const scans: { connector: string; options: Json }[] = [];
  for (const rel of Object.values(outputs))
    eachRel(rel, r => {
      if (r.op === 'scan') scans.push({ connector: r.connector, options: r.options });
    });
  return [...scans, ...sinks];
};

describe('options', () => {
  const cases = kinds.flatMap(kind => kind.examples.map(e => [kind.kind, e.title, e.params] as const));

  test.each(cases.filter(([kind]) => Object.hasOwn(schemas, kind)))(
    '%s gives its connector what it takes: %s',
    (kind, _, params) => {
      const all = asked(kind, params);
      expect(all.length).toBeGreaterThan(0);
      for (const { options } of all) {
        // Nothing is left to a default of the connector, and nothing is unknown to it.
        const types = (options as { types?: Json }).types;
        const plain = types === undefined ? options : { ...(options as object), types: {} };
        expect(schemas[kind]?.parse(plain)).toEqual(plain);
        expect(JSON.parse(JSON.stringify(options))).toEqual(options);
      }
    },
  );

  test('every connector that a kind names is there', () => {
    for (const [kind, , params] of cases) {
      if (!/^(read|write)-/.test(kind)) continue;
      for (const { connector } of asked(kind, params))
        expect((kind.startsWith('read-') ? sourceConnectors : sinkConnectors).has(connector), kind).toBe(
          true,
        );
    }
  });
});

const touched = (kind: string, params: Json): readonly Capability[] => {
  const text = JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    name: 'Test',
    nodes: [{ id: 'n', kind, params }],
    edges: [],
  });
  const { document } = parsePipeline(new TextEncoder().encode(text));
  if (document === undefined) throw new Error('the test pipeline does not parse');
  return nodeCapabilities(bind(document, catalogue, new Map())).map(c => c.capability);
};

describe('what a kind would touch', () => {
  const secret = 'hunter2';

  test.each<[string, Json, readonly Capability[]]>([
    [
      'read-http',
      { url: 'https://user:${env:PASS}@API.example.com:8443/a?key=${env:KEY}' },
      [
        { kind: 'net', host: 'api.example.com' },
        { kind: 'env', name: 'PASS' },
        { kind: 'env', name: 'KEY' },
      ],
    ],
    ['read-http', { url: 'https://bücher.example/a' }, [{ kind: 'net', host: 'xn--bcher-kva.example' }]],
    ['read-http', { url: 'http://[::1]:8080/' }, [{ kind: 'net', host: '[::1]' }]],
    [
      'read-http',
      { url: 'https://${env:TENANT}.Example.com/a' },
      [
        { kind: 'net', host: '${env:TENANT}.example.com' },
        { kind: 'env', name: 'TENANT' },
      ],
    ],
    [
      'read-http',
      { url: '${env:URL}' },
      [
        { kind: 'net', host: '${env:URL}' },
        { kind: 'env', name: 'URL' },
      ],
    ],
    ['read-http', { url: 'nonsense' }, [{ kind: 'net', host: 'an unknown host' }]],
    ['read-html', { path: 'page.html' }, [{ kind: 'read', path: 'page.html' }]],
    [
      'read-postgres',
      { connection: `postgres://me:${secret}@db.example.com:5433/shop?password=${secret}`, table: 't' },
      [{ kind: 'db', connection: 'postgres://db.example.com:5433/shop' }],
    ],
    [
      'read-postgres',
      { connection: `postgres://me:p@ss${secret}@db.example.com/shop`, table: 't' },
      [{ kind: 'db', connection: 'postgres://db.example.com/shop' }],
    ],
    [
      'write-mysql',
      {
        connection: { host: 'h', database: 'd', user: 'u', password: '${env:PW}' },
        table: 't',
      },
      [
        { kind: 'db', connection: 'mysql://h/d' },
        { kind: 'env', name: 'PW' },
      ],
    ],
    [
      'read-postgres',
      { connection: '${env:PG_URL}', table: 't' },
      [
        { kind: 'db', connection: '${env:PG_URL}' },
        { kind: 'env', name: 'PG_URL' },
      ],
    ],
    ['read-excel', { path: 'a/b.xlsx' }, [{ kind: 'read', path: 'a/b.xlsx' }]],
    [
      'write-sqlite',
      { path: 'x.db', table: 't' },
      [
        { kind: 'read', path: 'x.db' },
        { kind: 'write', path: 'x.db' },
      ],
    ],
  ])('%s %j', (kind, params, wanted) => {
    const got = touched(kind, params);
    expect(got).toEqual(wanted);
    expect(JSON.stringify(got)).not.toContain(secret);
    expect(JSON.stringify(sumCapabilities(got.map(capability => ({ node: 'n', capability }))))).not.toContain(
      secret,
    );
  });
});

describe('settings that contradict each other', () => {
  test.each<[string, Json, string, string]>([
    [
      'read-postgres',
      { connection: '${env:X}', table: 't', query: 'SELECT 1' },
      'query',
      'Both a table and a query are given. Remove one of them.',
    ],
    [
      'read-mysql',
      { connection: '${env:X}' },
      'table',
      'Nothing says what to read. Give a table or a query.',
    ],
    [
      'write-sqlite',
      { path: 'a.db', table: 't', mode: 'upsert' },
      'keys',
      'The mode “upsert” needs the columns that identify a row. Give “keys”.',
    ],
    [
      'write-postgres',
      { connection: '${env:X}', table: 't', keys: ['id'] },
      'keys',
      'Keys are only used by the mode “upsert”; the mode is “create”. Remove “keys”.',
    ],
    ['read-html', {}, 'url', 'Nothing says what to read. Give an address or a file.'],
    [
      'write-csv',
      { path: 'a', partitionBy: ['id', 'text'] },
      'partitionBy',
      'Every column is a partition, so nothing would be left in the files. Leave one column out.',
    ],
  ])('%s', (kind, params, param, message) => {
    expect(lowered(kind, params).problems).toEqual([{ param, message }]);
  });
});

test('a secret outside the settings made for it is refused', () => {
  for (const [kind, params] of [
    ['read-excel', { path: '${env:SECRET}' }],
    ['read-postgres', { connection: '${env:X}', table: '${env:SECRET}' }],
    ['read-http', { url: 'https://a.example', rows: '${env:SECRET}' }],
  ] as const) {
    const text = JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      name: 'Test',
      nodes: [{ id: 'n', kind, params }],
      edges: [],
    });
    const { document } = parsePipeline(new TextEncoder().encode(text));
    if (document === undefined) throw new Error('the test pipeline does not parse');
    expect(bind(document, catalogue, new Map()).diagnostics.map(d => d.code)).toContain('secret-not-allowed');
  }
});
