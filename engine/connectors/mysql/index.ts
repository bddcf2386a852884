import type { SinkConnector, SourceConnector } from '../contract.ts';
import type { DatabaseSinkOptions, MysqlSourceOptions } from '../database/options.ts';
import { describe } from './describe.ts';
import { load } from './load.ts';
import { write } from './write.ts';

/** Reads a MySQL or MariaDB table or query. The driver is loaded only when it is used. */
export const mysqlSource: SourceConnector<MysqlSourceOptions> = {
  name: 'mysql',
  reads: 'rows',
  describe,
  load,
};

/** Writes a MySQL or MariaDB table; `write-plan.ts` says what is atomic. */
export const mysqlSink: SinkConnector<DatabaseSinkOptions> = { name: 'mysql', writes: 'rows', write };
