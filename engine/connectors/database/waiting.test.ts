import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stageFile } from './stage-file.ts';
import { orAbort, within } from './waiting.ts';

const never = new Promise<never>(() => undefined);

describe('waiting', () => {
  it('ends at once on a cancel, and stops the work', async () => {
    const abort = new AbortController();
    const stopped: string[] = [];
    const waiting = orAbort(never, abort.signal, () => void stopped.push('first'));
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await expect(orAbort(never, abort.signal, () => void stopped.push('later'))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(stopped).toEqual(['first', 'later']);
  });

  it('gives the result, or the error, of work that is in time', async () => {
    const { signal } = new AbortController();
    expect(
      await orAbort(
        within(Promise.resolve(1), 1000, () => 2),
        signal,
        () => undefined,
      ),
    ).toBe(1);
    await expect(within(Promise.reject(new Error('no')), 1000, () => 2)).rejects.toThrow('no');
    expect(await within(never, 10, () => 'late')).toBe('late');
  });
});

it('a disk that takes no rows is not the database’s fault', async () => {
  const file = stageFile(join(tmpdir(), 'millrace-no-such-folder', 'x.csv'));
  await expect(file.close()).rejects.toMatchObject({ code: 'file-unwritable' });
});
