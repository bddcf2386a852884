import { describe, expect, it } from 'vitest';
import { cellLiterals } from './cells.ts';
import { dataLiteral, newName, quoteName, textLiteral } from './quote.ts';
import { knownAs, type ServerColumn } from './types.ts';
import { type Existing, writePlan } from './write-plan.ts';

const rows = [
  { name: 'id', type: 'INTEGER' },
  { name: 'a`b', type: 'VARCHAR' },
];
const existing: Existing = {
  columns: rows.map(field => ({ name: field.name, type: 'int', optional: true })),
  unique: [['id']],
  engine: 'InnoDB',
  transactional: true,
};
const name = { schema: 'shop', table: 'orders' };

describe('the statements of a write', () => {
  it('create: a new table takes the name when it is whole', () => {
    expect(writePlan('create', name, undefined, rows, [], 'tmp')).toEqual({
      prepare: [
        'CREATE TABLE `shop`.`tmp` (`id` INT NULL, `a``b` LONGTEXT NULL) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4',
      ],
      begin: [],
      insert: 'INSERT INTO `shop`.`tmp` (`id`, `a``b`) VALUES ',
      finish: [],
      publish: 'RENAME TABLE `shop`.`tmp` TO `shop`.`orders`',
      tidy: [],
      undo: ['DROP TABLE IF EXISTS `shop`.`tmp`'],
    });
  });

  it('overwrite: in place when the columns are the same, else by one swap', () => {
    expect(writePlan('overwrite', name, existing, rows, [], 'tmp')).toMatchObject({
      prepare: [],
      begin: ['DELETE FROM `shop`.`orders`'],
    });
    expect(writePlan('overwrite', name, { ...existing, columns: [] }, rows, [], 'tmp')).toMatchObject({
      publish: 'RENAME TABLE `shop`.`orders` TO `shop`.`tmp_old`, `shop`.`tmp` TO `shop`.`orders`',
      unpublish: 'RENAME TABLE `shop`.`orders` TO `shop`.`tmp`, `shop`.`tmp_old` TO `shop`.`orders`',
      tidy: ['DROP TABLE `shop`.`tmp_old`'],
    });
  });

  it('upsert: an update and an insert by the keys', () => {
    expect(writePlan('upsert', name, existing, rows, ['id'], 'tmp').finish).toEqual([
      'UPDATE `shop`.`orders` t JOIN `shop`.`tmp` s ON t.`id` = s.`id` SET t.`a``b` = s.`a``b`',
      'INSERT INTO `shop`.`orders` (`id`, `a``b`) SELECT s.`id`, s.`a``b` FROM `shop`.`tmp` s LEFT JOIN `shop`.`orders` t ON t.`id` = s.`id` WHERE t.`id` IS NULL',
    ]);
  });
});

describe('types', () => {
  const column = (over: Partial<ServerColumn>): ServerColumn => ({
    name: 'v',
    type: 253,
    unsigned: false,
    binary: false,
    length: 20,
    decimals: 0,
    ...over,
  });
  it.each([
    [{ type: 1, length: 1 }, 'BOOLEAN'],
    [{ type: 1, length: 1, unsigned: true }, 'UTINYINT'],
    [{ type: 246, length: 40, decimals: 10 }, 'DECIMAL(38,10)'],
    [{ type: 246, length: 38, decimals: 0, unsigned: true }, 'DECIMAL(38,0)'],
    [{ type: 246, length: 67, decimals: 30 }, 'VARCHAR'],
    [{ type: 252, binary: true }, 'BLOB'],
    [{ type: 245, binary: true }, 'VARCHAR'],
    [{ type: 254, binary: true, extended: 'uuid' }, 'UUID'],
  ])('%j is %s', (over, dataType) => {
    expect(knownAs(column(over), { tinyInt1: 'boolean' }).type).toBe(dataType);
  });
});

it('literals hold whatever is in the data', () => {
  const literals = cellLiterals(
    ['VARCHAR', 'BOOLEAN', 'BLOB', 'TIMESTAMP WITH TIME ZONE'].map(type => ({ name: 'v', type })),
  );
  const cells = ["'); DROP TABLE x; -- \\", 'false', 'a\\xFF', '2024-01-01 01:00:00+01'];
  expect(literals.map((literal, i) => literal(cells[i] ?? null))).toEqual([
    "'''); DROP TABLE x; -- \\'",
    '0',
    "x'61ff'",
    "'2024-01-01 00:00:00'",
  ]);
  expect(literals.map(literal => literal(null))).toEqual(['NULL', 'NULL', 'NULL', 'NULL']);
  expect([quoteName('a`b'), newName('日本'), dataLiteral(''), textLiteral("'"), textLiteral('')]).toEqual([
    '`a``b`',
    '`日本`',
    "''",
    "CONVERT(x'27' USING utf8mb4)",
    "''",
  ]);
});
