import { describe, expect, it } from 'vitest';
import { cellConverters } from './cells.ts';
import { quoteName, quoteText } from './quote.ts';
import { dataTypeOf, textOf, unreadableIn } from './types.ts';
import { type Existing, writePlan } from './write-plan.ts';

const rows = [
  { name: 'id', type: 'INTEGER' },
  { name: 'a "b"', type: 'DECIMAL(9,2)' },
];
const column = (name: string, type: string) => ({ name, type, optional: true });
const existing: Existing = {
  columns: [column('id', 'integer'), column('a "b"', 'numeric(9,2)')],
  unique: [['id']],
};
const name = { schema: 'shop', table: 'orders' };

describe('the statements of a write', () => {
  it('create', () => {
    expect(writePlan('create', name, undefined, rows, [], 'tmp')).toEqual({
      before: ['CREATE TABLE "shop"."orders" ("id" integer, "a ""b""" numeric(9,2))'],
      copy: `COPY "shop"."orders" ("id", "a ""b""") FROM STDIN (FORMAT csv, NULL '', ENCODING 'UTF8')`,
      after: [],
    });
  });

  it('append and overwrite of the same columns', () => {
    const copy = `COPY "shop"."orders" ("id", "a ""b""") FROM STDIN (FORMAT csv, NULL '', ENCODING 'UTF8')`;
    expect(writePlan('append', name, existing, rows, [], 'tmp')).toEqual({ before: [], copy, after: [] });
    expect(writePlan('overwrite', name, existing, rows, [], 'tmp')).toEqual({
      before: ['DELETE FROM "shop"."orders"'],
      copy,
      after: [],
    });
  });

  it('overwrite of other columns', () => {
    const other: Existing = { columns: [column('x', 'integer')], unique: [] };
    expect(writePlan('overwrite', name, other, rows, [], 'tmp')).toMatchObject({
      before: ['CREATE TABLE "shop"."tmp" ("id" integer, "a ""b""" numeric(9,2))'],
      after: ['DROP TABLE "shop"."orders"', 'ALTER TABLE "shop"."tmp" RENAME TO "orders"'],
    });
  });

  it('upsert', () => {
    expect(writePlan('upsert', name, existing, rows, ['id'], 'tmp')).toMatchObject({
      before: ['CREATE TEMPORARY TABLE "tmp" ("id" integer, "a ""b""" numeric(9,2)) ON COMMIT DROP'],
      after: [
        'INSERT INTO "shop"."orders" ("id", "a ""b""") SELECT "id", "a ""b""" FROM "tmp" ON CONFLICT ("id") DO UPDATE SET "a ""b""" = excluded."a ""b"""',
      ],
    });
    expect(writePlan('upsert', name, existing, rows.slice(0, 1), ['id'], 'tmp').after[0]).toMatch(
      / DO NOTHING$/,
    );
  });
});

describe('types', () => {
  it.each([
    ['numeric', ((38 << 16) | 10) + 4, 'DECIMAL(38,10)'],
    ['numeric', ((39 << 16) | 0) + 4, 'VARCHAR'],
    ['numeric', -1, 'DOUBLE'],
    ['varchar', 24, 'VARCHAR'],
    ['timestamptz', -1, 'TIMESTAMP WITH TIME ZONE'],
    ['tsvector', -1, 'VARCHAR'],
  ])('%s (%i) is %s', (type, modifier, dataType) => {
    expect(dataTypeOf({ name: type }, modifier, 'double')).toBe(dataType);
  });

  it('plain columns are read as the server prints them', () => {
    expect(textOf({ name: 'id', type: { name: 'int4' }, modifier: -1 }, 'double', '"q"."id"', 0)).toBe(
      '"q"."id"::text',
    );
  });

  it('a value that cannot be read comes back with its column', () => {
    expect(unreadableIn('invalid input syntax for type integer: "unreadable:3:nan:NaN"')).toEqual({
      column: 3,
      why: 'nan',
      value: 'NaN',
    });
    expect(unreadableIn('invalid input syntax for type integer: "x"')).toBeUndefined();
  });

  it('lists become arrays', () => {
    const [convert] = cellConverters(['VARCHAR[]']);
    expect(convert?.(`['a, "b"', NULL, c\\d]`)).toBe('{"a, \\"b\\"",NULL,"c\\\\d"}');
  });
});

it('names and texts are quoted', () => {
  expect([quoteName('a"; DROP TABLE x; --'), quoteText("it's \\")]).toEqual([
    '"a""; DROP TABLE x; --"',
    "'it''s \\'",
  ]);
});
