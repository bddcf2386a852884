import type { Database } from 'sql.js';
import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import { chosenColumns, chosenRelation, columnsOf } from './catalogue.ts';
import { asText, renderer } from './cells.ts';
import { typesOf } from './column-types.ts';
import { allRows, currentRow } from './database.ts';
import type { Questions } from './protocol.ts';
import { quote, quotedList } from './quote.ts';

/** A batch ends at this many rows or characters, whichever comes first. */
const batchRows = 2_000;
const batchCharacters = 1_000_000;

/** The columns of a table or view with their types, and the number of rows of a table. */
export const describeTable = (
  db: Database,
  ask: Questions['describe']['ask'],
): Questions['describe']['answer'] => {
  const relation = chosenRelation(db, ask.table, ask.shown);
  const columns = chosenColumns(columnsOf(db, relation.name), ask.columns, relation.name, 'columns');
  const rows = relation.isView
    ? null
    : Number(allRows(db, `SELECT count(*) FROM ${quote(relation.name)}`)[0]?.[0]);
  return { table: relation.name, columns: typesOf(db, relation.name, columns), rows };
};

/** Reads a table in batches: each call gives the next one, and an empty one at the end. */
export const tableReader = (
  db: Database,
  table: string,
  columns: Schema,
  cast: readonly string[],
): (() => readonly (readonly Cell[])[]) => {
  const statement = db.prepare(`SELECT ${quotedList(columns.map(c => c.name))} FROM ${quote(table)}`);
  const render = columns.map(c => (cast.includes(c.name) ? asText : renderer(c.type)));
  let row = 0;
  let more = true;
  let size = 0;
  const cellOf = (value: ReturnType<typeof currentRow>[number] | undefined, i: number): Cell => {
    if (value === null || value === undefined) return null;
    const text = render[i]?.(value);
    if (text === undefined)
      throw engineError(
        'sqlite-cell-type',
        {
          table,
          column: columns[i]?.name ?? '',
          row,
          there: asText(value)?.slice(0, 100) ?? '',
          type: columns[i]?.type ?? '',
        },
        { param: 'types' },
      );
    size += text.length;
    return text;
  };
  return () => {
    const batch: (readonly Cell[])[] = [];
    size = 0;
    while (more && batch.length < batchRows && size < batchCharacters) {
      more = statement.step();
      if (!more) {
        statement.free();
        break;
      }
      row += 1;
      batch.push(currentRow(statement).map(cellOf));
    }
    return batch;
  };
};
