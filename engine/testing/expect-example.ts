/** The checks of an example that every suite of examples shares. */
import { expect } from 'vitest';
import type { Example, ExampleTable, NodeKind } from '../catalogue/node.ts';
import { ident, text } from '../connectors/quote.ts';
import type { Preview } from '../run/pipeline.ts';
import type { Session } from '../run/session.ts';
import { cellText } from './given.ts';
import { type ExampleWorld, runExample } from './run-example.ts';

type Rows = readonly (readonly (string | null)[])[];

/** What the example says, in the words of the engine: `9.5` in a DECIMAL(5,2) column is `9.50`. */
const canonicalRows = async (table: ExampleTable, session: Session): Promise<Rows> => {
  if (table.rows.length === 0) return [];
  const typed = table.columns.map(c => `CAST(${ident(c.name)} AS ${c.type}) AS ${ident(c.name)}`).join(', ');
  const values = table.rows
    .map(
      (row, i) =>
        `(${row.map(cell => (cell === null ? (i === 0 ? 'NULL::VARCHAR' : 'NULL') : text(cellText(cell) ?? ''))).join(', ')})`,
    )
    .join(', ');
  return session.rows(
    `SELECT ${typed} FROM (VALUES ${values}) AS v(${table.columns.map(c => ident(c.name)).join(', ')})`,
  );
};

const sorted = (rows: Rows) => [...rows].map(r => JSON.stringify(r)).sort();

const expectTable = async (
  got: Preview | undefined,
  wanted: ExampleTable,
  what: string,
  ordered: boolean,
  session: Session,
): Promise<void> => {
  expect(got?.columns, `columns of ${what}`).toEqual(wanted.columns);
  const rows = await canonicalRows(wanted, session);
  if (ordered) expect(got?.rows, `rows of ${what}`).toEqual(rows);
  else expect(sorted(got?.rows ?? []), `rows of ${what}`).toEqual(sorted(rows));
};

/** Runs an example and compares all that it speaks of. */
export const expectExample = async (
  kind: NodeKind,
  example: Example,
  session: Session,
  world: ExampleWorld,
): Promise<void> => {
  const result = await runExample(kind, example, world);
  expect(result.diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  for (const [port, wanted] of Object.entries(example.outputs ?? {}))
    await expectTable(result.outputs[port], wanted, port, example.ordered === true, session);
  for (const [name, wanted] of Object.entries(example.readsBack ?? {}))
    await expectTable(result.stored[name], wanted, name, example.ordered === true, session);
  expect(result.written).toEqual(example.writes ?? {});
  const spoken = { ...example.outputs, ...example.writes, ...example.readsBack };
  expect(Object.keys(spoken).length, 'an example says what comes out').toBeGreaterThan(0);
};
