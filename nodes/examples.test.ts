/** Every example of every kind, run: the documentation is the test. */
import { expect, test } from 'vitest';
import type { ExampleTable } from '../engine/catalogue/node.ts';
import { ident, text } from '../engine/connectors/quote.ts';
import { openSession } from '../engine/run/session.ts';
import { cellText, runExample } from '../engine/testing/run-example.ts';
import { kinds } from './index.ts';

const session = await openSession({ folders: [], files: [] });

/** What the example says, in the words of the engine: `9.5` in a DECIMAL(5,2) column is `9.50`. */
const canonicalRows = async (table: ExampleTable): Promise<readonly (readonly (string | null)[])[]> => {
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

const sorted = (rows: readonly (readonly (string | null)[])[]) =>
  [...rows].map(r => JSON.stringify(r)).sort();

for (const kind of kinds) {
  test(`${kind.kind} has an example`, () => {
    expect(kind.examples.length).toBeGreaterThan(0);
  });
  for (const example of kind.examples) {
    test(`${kind.kind}: ${example.title}`, async () => {
      const result = await runExample(kind, example);
      expect(result.diagnostics.filter(d => d.severity === 'error')).toEqual([]);
      for (const [port, wanted] of Object.entries(example.outputs ?? {})) {
        const got = result.outputs[port];
        expect(got?.columns, `columns of ${port}`).toEqual(wanted.columns);
        const rows = await canonicalRows(wanted);
        if (example.ordered) expect(got?.rows, `rows of ${port}`).toEqual(rows);
        else expect(sorted(got?.rows ?? []), `rows of ${port}`).toEqual(sorted(rows));
      }
      expect(result.written).toEqual(example.writes ?? {});
      expect(
        Object.keys(example.outputs ?? {}).length + Object.keys(example.writes ?? {}).length,
      ).toBeGreaterThan(0);
    });
  }
}
