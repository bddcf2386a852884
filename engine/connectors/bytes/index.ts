/** Files whose bytes were made before: each row is one text, in base64. */
import { open } from 'node:fs/promises';
import type { SinkConnector } from '../contract.ts';
import type { BytesOptions } from './options.ts';

export const bytesSink: SinkConnector<BytesOptions> = {
  name: 'bytes',
  writes: 'file',
  target: options => options.path,
  writeFile: async (_, rows, temporary) => {
    const file = await open(temporary, 'w');
    let count = 0;
    try {
      for await (const batch of rows.batches())
        for (const [cell] of batch) {
          await file.writeFile(Buffer.from(cell ?? '', 'base64'));
          count++;
        }
    } finally {
      await file.close();
    }
    return { rows: count };
  },
};
