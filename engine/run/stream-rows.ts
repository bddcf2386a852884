import type { Cell, RowStream } from '../connectors/contract.ts';
import { ident } from '../connectors/quote.ts';
import type { Schema } from '../schema/types.ts';
import type { Session } from './session.ts';

/** The rows of a query in batches of text cells, as DuckDB casts them to VARCHAR; never all at once. */
export const streamRows = (sql: string, columns: Schema, session: Session): RowStream => ({
  columns,
  batches: async function* () {
    const cells = columns.map(c => `CAST(${ident(c.name)} AS VARCHAR)`).join(', ');
    const result = await session.connection.stream(`SELECT ${cells} FROM (${sql})`);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows() as readonly (readonly Cell[])[];
    }
  },
});
