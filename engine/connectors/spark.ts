/** What a connector tells of itself so that a Spark program can read or write the same; plain data, no Python. */
import type { Json, Schema } from '../schema/types.ts';
import { csvOnSpark, csvToSpark } from './csv/spark.ts';
import { jsonOnSpark, jsonToSpark } from './json/spark.ts';
import { parquetOnSpark, parquetToSpark } from './parquet/spark.ts';

export type SparkOption = string | boolean;

/** A date pattern in % letters, to be translated by the printer. */
export type SparkPattern = { readonly datePattern: string };

export type SparkRead = {
  readonly format: 'csv' | 'json' | 'parquet';
  /** As the pipeline says it: relative to the pipeline file. */
  readonly path: string;
  readonly options: { readonly [name: string]: SparkOption | SparkPattern };
  /** Columns as they stand in the file; absent where the file tells them. */
  readonly schema?: Schema;
  /** What is taken from the file's columns, where it is not all of them as they are. */
  readonly columns?: readonly { readonly name: string; readonly path: readonly string[] }[];
  /** Everything is read as text; texts that mean null become null, and the rest is cast. */
  readonly nullTexts?: readonly string[];
};

export type SparkWrite = {
  readonly format: 'csv' | 'json' | 'parquet';
  readonly path: string;
  readonly options: { readonly [name: string]: SparkOption | SparkPattern };
  readonly partitionBy?: readonly string[];
};

/** Why it cannot be done there; completes “cannot be exported to Spark: …”. */
export type SparkRefusal = { readonly unsupported: string };

const readers: { readonly [connector: string]: (options: never) => SparkRead | SparkRefusal } = {
  csv: csvOnSpark,
  json: jsonOnSpark,
  parquet: parquetOnSpark,
};

const writers: { readonly [connector: string]: (options: never) => SparkWrite | SparkRefusal } = {
  chart: () => ({ unsupported: 'nothing draws there; leave the file of the chart out, or write its rows' }),
  csv: csvToSpark,
  json: jsonToSpark,
  parquet: parquetToSpark,
};

const chosen = <T>(table: { readonly [connector: string]: T }, connector: string): T | undefined =>
  Object.hasOwn(table, connector) ? table[connector] : undefined;

/** How Spark reads a source, from its pinned options. */
export const sparkRead = (connector: string, options: Json): SparkRead | SparkRefusal =>
  chosen(readers, connector)?.(options as never) ?? {
    unsupported: 'such a source is not read there yet; bring its rows into a Parquet file first',
  };

/** How Spark writes a sink. */
export const sparkWrite = (connector: string, options: Json): SparkWrite | SparkRefusal =>
  chosen(writers, connector)?.(options as never) ?? {
    unsupported: 'such a sink is not written there yet; write Parquet or CSV',
  };
