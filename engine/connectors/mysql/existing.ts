import { engineError } from '../../diagnostics/errors.ts';
import { grouped } from '../database/key-columns.ts';
import { shownTable, type TableName } from '../database/names.ts';
import type { Session } from './connect.ts';
import { textLiteral } from './quote.ts';
import type { Existing } from './write-plan.ts';

const hereIs = (name: TableName): string => {
  const schema = name.schema === undefined ? 'DATABASE()' : textLiteral(name.schema);
  return `table_schema = ${schema} AND table_name = ${textLiteral(name.table)}`;
};

/** What kind of relation has that name (`BASE TABLE`, `VIEW` …), and the storage engine of a table. */
export const relationNamed = async (session: Session, name: TableName) => {
  const [found] = await session.texts(
    `SELECT t.table_type, t.engine, e.transactions FROM information_schema.tables t
     LEFT JOIN information_schema.engines e ON e.engine = t.engine WHERE ${hereIs(name)}`,
  );
  if (!found) return undefined;
  const [kind, engine, transactions] = found;
  return {
    kind: kind ?? 'relation',
    engine: engine ?? 'unknown',
    transactional: transactions === 'YES',
  };
};

/** The table that is there under that name, or undefined. Throws `database-not-a-table` for a view. */
export const existingTable = async (session: Session, name: TableName): Promise<Existing | undefined> => {
  const found = await relationNamed(session, name);
  if (!found) return undefined;
  const { kind, engine, transactional } = found;
  if (kind !== 'BASE TABLE')
    throw engineError('database-not-a-table', { table: shownTable(name), kind: kind.toLowerCase() });
  const here = hereIs(name);
  const columns = await session.texts(
    `SELECT column_name, column_type, IF(is_nullable = 'YES' OR column_default IS NOT NULL OR extra <> '', 't', '')
     FROM information_schema.columns WHERE ${here} ORDER BY ordinal_position`,
  );
  // An index over the first characters of a text does not tell whole keys apart.
  const unique = await session.texts(
    `SELECT index_name, column_name FROM information_schema.statistics WHERE ${here} AND non_unique = 0
       AND index_name NOT IN (SELECT index_name FROM information_schema.statistics
         WHERE ${here} AND (sub_part IS NOT NULL OR column_name IS NULL))
     ORDER BY index_name, seq_in_index`,
  );
  return {
    columns: columns.map(([column, type, optional]) => ({
      name: column ?? '',
      type: type ?? '',
      optional: optional === 't',
    })),
    unique: grouped(unique),
    engine,
    transactional,
  };
};
