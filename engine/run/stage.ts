import type { Cell, Stage, World } from '../connectors/contract.ts';
import { sourceConnectors } from '../connectors/index.ts';
import { ident, text } from '../connectors/quote.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { Relation } from '../plan/plan.ts';
import type { Schema } from '../schema/types.ts';
import type { Session } from './session.ts';

/** A stage and how it was filled. */
type FilledStage = Stage & {
  readonly filled: () => { readonly csv?: string; finish: () => Promise<void> };
};

const stageTable = (name: string): string => ident(`stage of ${name}`);

/** Rows come in as text and are cast once all are there; the appender keeps memory bounded, DuckDB spills. */
const stageFor = async (
  name: string,
  columns: Schema,
  session: Session,
  world: Pick<World, 'tempFile'>,
): Promise<FilledStage> => {
  let csv: string | undefined;
  const fields = columns.map((_, i) => `c${i} VARCHAR`).join(', ');
  await session.run(`CREATE OR REPLACE TEMP TABLE ${stageTable(name)} (${fields})`);
  const appender = await session.connection.createAppender(`stage of ${name}`, 'main', 'temp');
  let waiting = 0;
  const append = async (rows: readonly (readonly Cell[])[]): Promise<void> => {
    for (const row of rows) {
      for (let i = 0; i < columns.length; i++) {
        const cell = row[i];
        if (cell === null || cell === undefined) appender.appendNull();
        else appender.appendVarchar(cell);
      }
      appender.endRow();
    }
    waiting += rows.length;
    if (waiting >= 50_000) {
      appender.flushSync();
      waiting = 0;
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  return {
    append,
    csvFile: () => {
      csv ??= world.tempFile('.csv');
      return csv;
    },
    filled: () => ({
      ...(csv !== undefined && { csv }),
      finish: async () => {
        appender.flushSync();
        appender.closeSync();
      },
    }),
  };
};

/** Turns what was staged into the typed table of the relation. Gives its number of rows. */
const castedTable = async (
  name: string,
  columns: Schema,
  stage: FilledStage,
  session: Session,
): Promise<number> => {
  const { csv, finish } = stage.filled();
  await finish();
  const typed = columns.map((c, i) => `CAST(c${i} AS ${c.type}) AS ${ident(c.name)}`).join(', ');
  const fields = columns.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const from =
    csv === undefined
      ? stageTable(name)
      : `read_csv(${text(csv)}, columns = {${fields}}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', max_line_size = 67108864)`;
  const rows = await session.makeTable(name, `SELECT ${typed} FROM ${from}`);
  await session.run(`DROP TABLE ${stageTable(name)}`);
  return rows;
};

/** A table of a few rows that are known as text. Gives their number. */
export const tableOfRows = async (
  name: string,
  columns: Schema,
  rows: readonly (readonly Cell[])[],
  session: Session,
): Promise<number> => {
  const noFile = (): never => {
    throw new Error('rows that are known need no file');
  };
  const stage = await stageFor(name, columns, session, { tempFile: noFile });
  await stage.append(rows);
  return castedTable(name, columns, stage, session);
};

/** Loads a source that DuckDB cannot read into a table of its name. */
export const loadTable = async (relation: Relation, session: Session, world: World): Promise<number> => {
  const scan = relation.rel.op === 'scan' ? relation.rel : undefined;
  const connector = scan && sourceConnectors.get(scan.connector);
  invariant(scan?.columns !== undefined && connector?.reads === 'rows', 'a load step reads a source of rows');
  const stage = await stageFor(relation.name, scan.columns, session, world);
  await connector.load(scan.options, scan.columns, stage, world);
  return castedTable(relation.name, scan.columns, stage, session);
};
