import type { SinkConnector, SourceConnector } from '../contract.ts';
import type { DatabaseSinkOptions, PostgresSourceOptions } from '../database/options.ts';
import { describe } from './describe.ts';
import { load } from './load.ts';
import { write } from './write.ts';

/** Reads a PostgreSQL table or query. The driver is loaded only when it is used. */
export const postgresSource: SourceConnector<PostgresSourceOptions> = {
  name: 'postgres',
  reads: 'rows',
  describe,
  load,
};

/** Writes a PostgreSQL table in one transaction. */
export const postgresSink: SinkConnector<DatabaseSinkOptions> = { name: 'postgres', writes: 'rows', write };
