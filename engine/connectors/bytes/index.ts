/** Files whose bytes were made before: each row is one text, in base64. */
import type { SinkConnector } from '../contract.ts';
import { writeCells } from '../files/cells.ts';
import type { BytesOptions } from './options.ts';

export const bytesSink: SinkConnector<BytesOptions> = {
  name: 'bytes',
  writes: 'file',
  target: options => options.path,
  writeFile: (_, rows, temporary) => writeCells(rows, temporary, cell => Buffer.from(cell, 'base64')),
};
