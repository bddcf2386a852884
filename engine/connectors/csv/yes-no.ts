/** “yes” and “no” are words: only “true” and “false” are read as truth values where no type was set. */
import type { World } from '../contract.ts';
import { ident, text } from '../quote.ts';
import type { CsvColumn, CsvReadOptions } from './options.ts';
import { given, sharedOptions } from './scan.ts';

/** As many rows as the guess rests on. */
const looked = 20_480;

/**
 * DuckDB takes yes, no, t, f and on for truth values; a person who wrote “yes” would then read “true” in every grid and
 * report, and Spark, which knows true and false only, would read nothing there.
 */
export const asWritten = async (
  columns: readonly CsvColumn[],
  paths: readonly string[],
  dialect: CsvReadOptions,
  world: World,
): Promise<readonly CsvColumn[]> => {
  const isTruth = (column: CsvColumn): boolean => column.type === 'BOOLEAN';
  if (!columns.some(isTruth)) return columns;
  // Of several files columns go by the name in the file, of one by their place.
  const several = paths.length > 1;
  const named = columns.map((c, i) => (several ? ident(c.inFile ?? c.name) : `c${i}`));
  const shape = several
    ? 'union_by_name = true, all_varchar = true'
    : `auto_detect = false, columns = {${named.map(name => `'${name}': 'VARCHAR'`).join(', ')}}`;
  const options = `${given(sharedOptions(dialect))}, ignore_errors = true, hive_partitioning = false, ${shape}`;
  const words = columns.map((column, i) =>
    isTruth(column) ? `bool_and(lower(trim(${named[i]})) IN ('true', 'false'))` : 'true',
  );
  const sql = `SELECT ${words.join(', ')} FROM (SELECT * FROM read_csv([${paths.map(text).join(', ')}], ${options}) LIMIT ${dialect.sampleRows ?? looked})`;
  const [answers] = await world.query(sql);
  return columns.map((column, i) =>
    isTruth(column) && answers?.[i] === 'false' ? { ...column, type: 'VARCHAR' } : column,
  );
};
