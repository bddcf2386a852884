export {
  type DatabaseSinkOptions as MysqlSinkOptions,
  databaseSinkOptions as mysqlSinkOptions,
  type MysqlSourceOptions,
  mysqlSourceOptions,
} from '../database/options.ts';
