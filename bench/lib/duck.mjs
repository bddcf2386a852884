import { DuckDBInstance } from '@duckdb/node-api';

/**
 * @typedef {{ memory?: string, threads?: number, temp?: string }} DuckSettings
 * @typedef {Record<string, unknown>} Row cells as JSON: integers of 64 bits and more, and decimals, are text
 */

/** @param {string} text @returns {string} an SQL string literal */
export const literal = text => `'${text.replaceAll("'", "''")}'`;

/** @param {string} name @returns {string} a quoted SQL identifier */
export const identifier = name => `"${name.replaceAll('"', '""')}"`;

/**
 * Runs statements one after another in a fresh in-memory database and closes it.
 * @param {readonly string[]} statements
 * @param {DuckSettings} [settings]
 * @returns {Promise<Row[]>} rows of the last statement
 */
export const duck = async (statements, { memory, threads, temp } = {}) => {
  const instance = await DuckDBInstance.create(':memory:', {
    ...(memory !== undefined && { memory_limit: memory }),
    ...(threads !== undefined && { threads: String(threads) }),
    ...(temp !== undefined && { temp_directory: temp }),
  });
  try {
    const connection = await instance.connect();
    try {
      /** @type {Row[]} */
      let rows = [];
      for (const sql of statements) rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
      return rows;
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
};
