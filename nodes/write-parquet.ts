import { z } from 'zod';
import { defineNode, type ExampleTable, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer, path } from '../engine/catalogue/params.ts';
import type { Schema } from '../engine/schema/types.ts';
import { jsonOptions } from './shared/connector-options.ts';
import { partitionProblems } from './shared/partitions.ts';

/** Parquet has no 128-bit integers, and DuckDB would round them to floating point without a word. */
const lostTypes = (schema: Schema): readonly Problem[] =>
  schema
    .filter(f => /\b(U?HUGEINT|BIGNUM)\b/.test(f.type))
    .map(f => ({
      param: 'path',
      message: `Column “${f.name}” is ${f.type}, which Parquet cannot hold without rounding. Cast it to DECIMAL(38,0), BIGINT or VARCHAR first.`,
    }));

const orders: ExampleTable = {
  columns: [
    { name: 'id', type: 'BIGINT' },
    { name: 'amount', type: 'DECIMAL(12,2)' },
    { name: 'at', type: 'TIMESTAMP' },
    { name: 'seen', type: 'TIMESTAMP WITH TIME ZONE' },
    { name: 'naïve “name”', type: 'VARCHAR' },
    { name: 'tags', type: 'VARCHAR[]' },
  ],
  rows: [
    [
      '9007199254740993',
      '12.50',
      '2024-02-29 23:59:59.999999',
      '2024-01-01 00:00:00+02',
      '日本',
      '[a, NULL]',
    ],
    ['-1', null, null, null, null, null],
  ],
};

const byCountry: ExampleTable = {
  columns: [
    { name: 'id', type: 'BIGINT' },
    { name: 'country', type: 'VARCHAR' },
  ],
  rows: [
    ['1', 'DE'],
    ['2', 'Côte d’Ivoire'],
    ['3', null],
  ],
};

export const writeParquet = defineNode({
  kind: 'write-parquet',
  version: 1,
  title: 'Write Parquet',
  summary: 'Writes rows to a Parquet file, or to a folder with one subfolder per value of some columns.',
  docs: `Types are kept: integers, decimals, timestamps with and without zone, lists and structs. HUGEINT, which Parquet
does not know, must be cast first. Partitions are folders named \`column=value\`; their columns are not in the files.`,
  category: 'Sinks',
  icon: 'save',
  keywords: ['columnar', 'file', 'export', 'store'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['parquet'], label: 'File, or folder when partitioned' }),
    compression: choice(['snappy', 'zstd', 'gzip', 'lz4_raw', 'uncompressed'], {
      label: 'Compression',
    }).default('snappy'),
    rowGroupSize: integer({
      label: 'Rows in a row group',
      min: 2048,
      max: 100_000_000,
      advanced: true,
    }).optional(),
    partitionBy: columns({ label: 'Partition by' }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, input }) => {
    const { partitionBy, ...options } = params;
    const { rel, schema } = input();
    const names = partitionBy?.map(c => c.name) ?? [];
    const problems = [...partitionProblems(names, schema), ...lostTypes(schema)];
    if (problems.length > 0) return { problems };
    return {
      sinks: [
        {
          connector: 'parquet',
          options: jsonOptions({ ...options, ...(names.length > 0 && { partitionBy: names }) }),
          input: rel,
        },
      ],
    };
  },
  examples: [
    {
      title: 'Types and nulls are kept',
      params: { path: 'orders.parquet', compression: 'zstd' },
      inputs: { in: orders },
      readsBack: { 'orders.parquet': orders },
      ordered: true,
    },
    {
      title: 'A folder with one subfolder per country',
      params: { path: 'by-country.parquet', partitionBy: ['country'] },
      inputs: { in: byCountry },
      readsBack: { 'by-country.parquet': byCountry },
    },
    {
      title: 'No rows',
      params: { path: 'empty.parquet' },
      inputs: { in: { ...orders, rows: [] } },
      readsBack: { 'empty.parquet': { ...orders, rows: [] } },
    },
  ],
});
