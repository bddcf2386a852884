import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { engineError } from '../../diagnostics/errors.ts';
import { raisedFrom } from './raised.ts';

/** A file that rows are streamed into. All who write share one buffer; each waits for it: that is the back-pressure. */
export type StageFile = {
  readonly write: (chunk: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly drop: () => void;
};

/** Opens the file. A full disk or its like is `file-unwritable`, so that nobody takes it for the database's fault. */
export const stageFile = (path: string): StageFile => {
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  const whole = finished(file);
  whole.catch(() => undefined);
  const told = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) => {
      throw engineError('file-unwritable', { path, reason: raisedFrom(error).message }, {}, error);
    });
  };
  return {
    write: async chunk => {
      if (file.errored) await told(whole);
      if (!file.write(chunk)) await told(once(file, 'drain'));
    },
    close: async () => {
      file.end();
      await told(whole);
    },
    drop: () => void file.destroy(),
  };
};
