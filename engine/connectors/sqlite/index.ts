export {
  type SqliteSinkOptions,
  type SqliteSourceOptions,
  sqliteSinkOptions,
  sqliteSourceOptions,
} from './options.ts';
export { sqliteSink } from './sink.ts';
export { sqliteSource, sqliteTables } from './source.ts';
