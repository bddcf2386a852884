import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sha256Of } from './outputs.ts';
import { openSession } from './session.ts';
import { followFile } from './tail-hash.ts';

test.each([
  ['FORMAT parquet', 'a.parquet'],
  ['FORMAT csv, HEADER true', 'a.csv'],
  ['FORMAT csv, COMPRESSION gzip', 'a.csv.gz'],
  ['FORMAT json', 'a.json'],
  ['FORMAT json, ARRAY true', 'b.json'],
])(
  'the hash of a file followed while DuckDB writes it is that of the whole file: %s',
  async (options, name) => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-tail-'));
    const session = await openSession({ folders: [folder], files: [] });
    try {
      const path = join(folder, name);
      const tail = followFile(path);
      await session.run(
        `COPY (SELECT range AS id, 'name ' || range AS name, random() AS r FROM range(600000)) TO '${path}' (${options})`,
      );
      const followed = await tail.finish();
      expect(followed).toEqual(await sha256Of(path));
      expect(followed.bytes).toBe((await stat(path)).size);
    } finally {
      await session.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('following a file that is never written ends when it is stopped', async () => {
  await followFile(join(tmpdir(), 'millrace-never-written')).stop();
});
