import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Where the suite keeps what it makes. */
export const dataFolder = join(import.meta.dirname, '../.data');

/**
 * Rows with a straight line in them (y), two classes (c) and eight clumps, the same for the same size.
 * @param {number} rows
 * @param {number} columns
 * @returns {Promise<string>} a Parquet file
 */
export const tableOf = async (rows, columns) => {
  const file = join(dataFolder, `ml-${rows}x${columns}.parquet`);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const random = (/** @type {number} */ j) => `((hash(i * 131 + ${j}) >> 11)::DOUBLE / 9007199254740992)`;
  const normal = (/** @type {number} */ j) =>
    `(sqrt(-2 * ln(1 - ${random(2 * j)})) * cos(2 * pi() * ${random(2 * j + 1)}))`;
  const xs = Array.from({ length: columns }, (_, j) => `${normal(j)} + ((i % 8 * ${j + 3}) % 5) AS x${j}`);
  const line = Array.from({ length: columns }, (_, j) => `${((j * 7) % 5) - 2} * x${j}`).join(' + ');
  await connection.run(`COPY (
    SELECT * EXCLUDE (i, e), line + e * 3 AS y, (line - (avg(line) OVER ()) + e * 4 > 0)::INTEGER AS c
      FROM (SELECT *, ${line} AS line, ${normal(columns)} AS e
            FROM (SELECT i, ${xs.join(', ')} FROM range(${rows}) r(i)))
      ) TO '${file.replaceAll("'", "''")}'`);
  return file;
};
