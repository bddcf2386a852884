/** Files whose whole content stands in cells. */
import { open } from 'node:fs/promises';
import type { RowStream } from '../contract.ts';

/** Writes every cell one after the other. Gives their number. */
export const writeCells = async (
  rows: RowStream,
  path: string,
  bytesOf: (cell: string) => string | Buffer,
): Promise<{ readonly rows: number }> => {
  const file = await open(path, 'w');
  let count = 0;
  try {
    for await (const batch of rows.batches())
      for (const [cell] of batch) {
        await file.writeFile(bytesOf(cell ?? ''));
        count++;
      }
  } finally {
    await file.close();
  }
  return { rows: count };
};
