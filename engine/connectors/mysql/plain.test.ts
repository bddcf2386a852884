import { expect, it } from 'vitest';
import { isPlainCondition, namesSystemTables } from './plain.ts';

it.each([
  ['', true],
  ["amount > 5 AND (country IN ('de', 'a f(x)') OR NOT (a BETWEEN 1 AND 2))", true],
  ["`it's` = 1 AND `select` = 'x'", true],
  ['id IN (SELECT id FROM other)', false],
  ['id IN (TABLE other)', false],
  ['tier(id) = 1', false],
  ['`tier` (id) = 1', false],
  ['"tier"(id) = 1', false],
  ["`it's` = 1 AND tier(id) = 'b'", false],
  ["a = 'x\\' AND tier(id) = 'b'", false],
  ["a = 'it''s' AND tier(id) = 'b'", false],
  ['a = 1 /* f */ AND tier/**/(id) = 1', false],
])('%s looks at nothing but the row: %s', (condition, plain) => {
  expect(isPlainCondition(condition)).toBe(plain);
});

it.each([
  ['SELECT * FROM mysql.user', 'mysql'],
  ['SELECT * FROM `information_schema` . tables', 'information_schema'],
  ['SELECT mysql FROM orders', undefined],
])('%s names %s', (query, schema) => {
  expect(namesSystemTables(query)).toBe(schema);
});
