import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EngineError } from '../../diagnostics/errors.ts';
import { fakeFolder, readAll } from '../fake-world.ts';
import { damagedCopy, randomFrom } from './damage.ts';
import { workbookParts, writeArchive } from './fake-workbook.ts';
import { excelSource, excelSourceOptions } from './index.ts';

const { folder, world, remove } = fakeFolder();
afterAll(remove);

const book = workbookParts({
  strings: '<si><t>Ada</t></si><si><t>Bob</t></si>',
  formats: ['yyyy-mm-dd', '0.00'],
  sheets: [
    {
      name: 'Data',
      rows: Array.from(
        { length: 50 },
        (_, i) =>
          `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>${i % 2}</v></c><c r="B${i + 1}" s="1"><v>${45000 + i}</v></c><c r="C${i + 1}" t="b"><v>1</v></c></row>`,
      ).join(''),
    },
  ],
});
const path = 'damaged.xlsx';
const options = excelSourceOptions.parse({ path, header: false });

/** Reads a file that may be damaged: its rows, or the code of a clean error. Anything else fails the test. */
const outcome = async (seed: number): Promise<string> => {
  try {
    return JSON.stringify((await readAll(excelSource, options, world)).rows);
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw new Error(`Seed ${seed} gave no clean error`, { cause: error });
  }
};

test('600 damaged archives give a clean error or the right rows, never other rows', async () => {
  await writeArchive(join(folder, path), book);
  const whole = readFileSync(join(folder, path));
  const right = await outcome(0);
  let read = 0;
  for (let seed = 1; seed <= 600; seed++) {
    writeFileSync(join(folder, path), damagedCopy(whole, seed));
    const result = await outcome(seed);
    // Every part carries a checksum, so damage that goes unseen must lie outside what was read.
    if (!/^[a-z-]+$/.test(result)) {
      read += 1;
      expect({ seed, result }).toEqual({ seed, result: right });
    }
  }
  expect(read).toBeLessThan(300);
}, 30_000);

test('300 workbooks with damaged XML in a sound archive give a clean error or rows', async () => {
  const parts = Object.keys(book);
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const part = parts[Math.floor(random() * parts.length)] ?? '';
    await writeArchive(join(folder, path), {
      ...book,
      [part]: damagedCopy(Buffer.from(book[part] ?? ''), seed),
    });
    expect(await outcome(seed)).toBeTypeOf('string');
  }
}, 30_000);
