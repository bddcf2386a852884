export {
  type DatabaseSinkOptions as PostgresSinkOptions,
  databaseSinkOptions as postgresSinkOptions,
  type PostgresSourceOptions,
  postgresSourceOptions,
} from '../database/options.ts';
