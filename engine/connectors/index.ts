/** Every outside system, by name. Those with heavy libraries load them when they are first used. */
import type { Json } from '../schema/types.ts';
import { bytesSink } from './bytes/index.ts';
import { chartSink } from './chart/index.ts';
import type { SinkConnector, SourceConnector } from './contract.ts';
import { csvSink, csvSource } from './csv/index.ts';
import { excelSink, excelSource } from './excel/index.ts';
import { html } from './html/index.ts';
import { http } from './http/index.ts';
import { jsonSink, jsonSource } from './json/index.ts';
import { modelSink, modelSource } from './model/index.ts';
import { mysqlSink, mysqlSource } from './mysql/index.ts';
import { parquetSink, parquetSource } from './parquet/index.ts';
import { postgresSink, postgresSource } from './postgres/index.ts';
import { sqliteSink, sqliteSource } from './sqlite/index.ts';

// A connector's options are the JSON that its node kind validated, so the registry speaks of JSON.
const source = <O>(connector: SourceConnector<O>) => connector as unknown as SourceConnector<Json>;
const sink = <O>(connector: SinkConnector<O>) => connector as unknown as SinkConnector<Json>;

export const sourceConnectors: ReadonlyMap<string, SourceConnector<Json>> = new Map(
  [
    source(csvSource),
    source(parquetSource),
    source(jsonSource),
    source(excelSource),
    source(sqliteSource),
    source(postgresSource),
    source(mysqlSource),
    source(http),
    source(html),
    source(modelSource),
  ].map(c => [c.name, c] as const),
);

export const sinkConnectors: ReadonlyMap<string, SinkConnector<Json>> = new Map(
  [
    sink(csvSink),
    sink(parquetSink),
    sink(jsonSink),
    sink(excelSink),
    sink(chartSink),
    sink(modelSink),
    sink(bytesSink),
    sink(sqliteSink),
    sink(postgresSink),
    sink(mysqlSink),
  ].map(c => [c.name, c] as const),
);
