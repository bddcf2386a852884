/** Every outside system, by name. Those with heavy libraries are loaded when they are first used. */
import type { Json } from '../schema/types.ts';
import type { SinkConnector, SourceConnector } from './contract.ts';
import { csvSink, csvSource } from './csv/index.ts';
import { parquetSink, parquetSource } from './parquet/index.ts';

// A connector's options are the JSON that its node kind validated, so the registry speaks of JSON.
const source = <O>(connector: SourceConnector<O>) => connector as unknown as SourceConnector<Json>;
const sink = <O>(connector: SinkConnector<O>) => connector as unknown as SinkConnector<Json>;

export const sourceConnectors: ReadonlyMap<string, SourceConnector<Json>> = new Map(
  [source(csvSource), source(parquetSource)].map(c => [c.name, c] as const),
);

export const sinkConnectors: ReadonlyMap<string, SinkConnector<Json>> = new Map(
  [sink(csvSink), sink(parquetSink)].map(c => [c.name, c] as const),
);
