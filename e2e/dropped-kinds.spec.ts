/** A file of every format that can be dropped becomes a source that is set up and shows its rows. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import {
  inline,
  number,
  rows,
  workbookParts,
  writeArchive,
} from '../engine/connectors/excel/fake-workbook.ts';
import { writeDatabase } from '../engine/connectors/sqlite/fake-database.ts';
import { expect, nodeOf, test } from './app.ts';
import { type Dropped, dropOn } from './drop.ts';

const data = resolve(import.meta.dirname ?? '.', '..', 'fixtures', 'demo', 'data');
const settings = (page: Page) => page.getByRole('complementary', { name: 'Settings' });

const shop = "create table items (id integer, label text); insert into items values (1, 'Pen'), (2, 'Ink');";

/** A name, what makes the file, the kind it becomes, how many rows it has, and a value of one. */
type Case = {
  readonly name: string;
  readonly bytes: (work: string) => Promise<Dropped['bytes']> | Dropped['bytes'];
  readonly kind: string;
  readonly rows: string;
  readonly value: string;
};

const cases: readonly Case[] = [
  {
    name: 'products.parquet',
    bytes: () => readFile(join(data, 'products.parquet')),
    kind: 'Read Parquet',
    rows: '14 rows',
    value: 'MUG-04',
  },
  {
    name: 'customers.ndjson',
    bytes: () => readFile(join(data, 'customers.ndjson')),
    kind: 'Read NDJSON',
    rows: '240 rows',
    value: '1001',
  },
  {
    name: 'towns.json',
    bytes: () => JSON.stringify([{ town: 'Oslo' }, { town: 'Bern' }, { town: 'Łódź' }]),
    kind: 'Read JSON',
    rows: '3 rows',
    value: 'Łódź',
  },
  {
    name: 'book.xlsx',
    bytes: async work => {
      const path = join(work, 'made.xlsx');
      const line = (n: number, cells: string): string => `<row r="${n}">${cells}</row>`;
      const sheet = rows(
        line(1, inline('A1', 'label') + inline('B1', 'price')),
        line(2, inline('A2', 'Pen') + number('B2', 2.5)),
        line(3, inline('A3', 'Ink') + number('B3', 9)),
      );
      await writeArchive(path, workbookParts(sheet));
      return readFile(path);
    },
    kind: 'Read Excel',
    rows: '2 rows',
    value: 'Ink',
  },
  {
    name: 'one.sqlite',
    bytes: work => writeDatabase(join(work, 'made.sqlite'), shop),
    kind: 'Read SQLite',
    rows: '2 rows',
    value: 'Ink',
  },
];

const newPipeline = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await expect(page.getByRole('heading', { name: 'Start with data' })).toBeVisible();
};

for (const { name, bytes, kind, rows: count, value } of cases)
  test(`${name} becomes a source with its rows`, async ({ page, work }) => {
    await newPipeline(page);
    await dropOn(page, '.react-flow', [{ name, bytes: await bytes(work) }]);
    const [id = ''] = name.split('.');
    await expect(nodeOf(page, id)).toContainText(kind);
    await expect(page.getByText(count, { exact: true })).toBeVisible();
    await expect(page.getByRole('gridcell').filter({ hasText: value }).first()).toBeVisible();
    await expect(
      settings(page)
        .getByRole('textbox', { name: /file|workbook/i })
        .first(),
    ).toHaveValue(name);
    await expect(page.getByText('1 warning', { exact: true })).toBeVisible();
  });

test('of a SQLite file with several tables those that are wanted are chosen', async ({ page, work }) => {
  const more = `${shop} create table towns (town text); insert into towns values ('Oslo');`;
  await newPipeline(page);
  await dropOn(page, '.react-flow', [
    { name: 'two.sqlite', bytes: await writeDatabase(join(work, 'made.sqlite'), more) },
  ]);
  const asked = page.getByRole('dialog', { name: 'Which tables of two.sqlite?' });
  await expect(asked.getByRole('checkbox')).toHaveCount(2);
  await asked.getByRole('checkbox', { name: 'items' }).uncheck();
  await asked.getByRole('checkbox', { name: 'towns' }).check();
  await asked.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('gridcell', { name: 'Oslo' })).toBeVisible();
  await expect(page.getByText('1 row', { exact: true })).toBeVisible();
  await expect(page.getByText('1 warning', { exact: true })).toBeVisible();
});

test('several files at once stand one below the other, and one undo takes one back', async ({ page }) => {
  await newPipeline(page);
  await dropOn(page, '.react-flow', [
    { name: 'a.csv', bytes: 'x\n1\n' },
    { name: 'b.csv', bytes: 'y\n2\n' },
  ]);
  await expect(page.locator('.react-flow__node')).toHaveCount(2);
  const [first, second] = [
    await nodeOf(page, 'a').first().boundingBox(),
    await nodeOf(page, 'b').first().boundingBox(),
  ];
  expect(second?.y).toBeGreaterThan((first?.y ?? 0) + (first?.height ?? 0));
  await page.keyboard.press('Control+z');
  await expect(page.locator('.react-flow__node')).toHaveCount(1);
});
