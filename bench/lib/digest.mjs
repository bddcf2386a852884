import { identifier } from './duck.mjs';

/**
 * How one column of a result is compared. `exact` columns are cast to `type` and must agree to the last digit; `float`
 * columns hold sums and means of doubles, whose last bits depend on the order of addition, so they get a tolerance.
 * @typedef {{ name: string, type: string, compare: 'exact' | 'float' }} Column
 * @typedef {{ rows: string, exact: Record<string, string>, float: Record<string, number> }} Digest
 */

/** Relative difference that two orders of addition may make over some ten million doubles; a lost row makes far more. */
export const tolerance = 1e-9;

const summed = /^(?:(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL\b.*)$/;

/** @param {Column} column */
const cast = ({ name, type }) => `CAST(${identifier(name)} AS ${type})`;

/**
 * One row that says all about a table whatever its order of rows: the count, per column the number of values and their
 * sum (for text, dates and booleans the sum of hashes), and a sum of hashes of whole rows, which notices values that
 * moved from one row to another.
 * @param {string} relation what stands behind FROM
 * @param {readonly Column[]} columns
 * @returns {string}
 */
export const digestSql = (relation, columns) => {
  const exact = columns.filter(column => column.compare === 'exact');
  const row = `hash(${exact.map(cast).join(', ')})`;
  const items = [
    'count(*)::VARCHAR AS "rows"',
    `sum(${row})::VARCHAR AS "exact:whole rows"`,
    ...columns.map(
      c => `count(${identifier(c.name)})::VARCHAR AS ${identifier(`exact:values of ${c.name}`)}`,
    ),
    ...exact.map(c => {
      const value = summed.test(c.type) ? cast(c) : `hash(${cast(c)})`;
      return `sum(${value})::VARCHAR AS ${identifier(`exact:sum of ${c.name}`)}`;
    }),
    ...columns
      .filter(column => column.compare === 'float')
      .flatMap(c => [
        `sum(${cast(c)}) AS ${identifier(`float:sum of ${c.name}`)}`,
        // A weight per row ties each value to its keys: two groups that swapped their sums show up here.
        `sum(${cast(c)} * (1 + ${row} % 1000)) AS ${identifier(`float:sum of ${c.name} by row`)}`,
      ]),
  ];
  return `SELECT ${items.join(', ')} FROM ${relation}`;
};

/**
 * @param {import('./duck.mjs').Row} row the result of `digestSql`
 * @returns {Digest}
 */
export const digestOf = row => {
  const part = (/** @type {string} */ prefix) =>
    Object.entries(row)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => /** @type {const} */ ([name.slice(prefix.length), value]));
  return {
    rows: String(row.rows),
    exact: Object.fromEntries(part('exact:').map(([name, value]) => [name, String(value)])),
    float: Object.fromEntries(part('float:').map(([name, value]) => [name, Number(value)])),
  };
};

/** @param {number} a @param {number} b */
const near = (a, b) => a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));

/**
 * What differs between two digests, in words; empty when they are equal.
 * @param {Digest} expected
 * @param {Digest} found
 * @returns {string[]}
 */
export const differences = (expected, found) => [
  ...(expected.rows === found.rows ? [] : [`${found.rows} rows instead of ${expected.rows}`]),
  ...Object.entries(expected.exact)
    .filter(([name, value]) => found.exact[name] !== value)
    .map(([name, value]) => `${name}: ${found.exact[name] ?? 'nothing'} instead of ${value}`),
  ...Object.entries(expected.float)
    .filter(([name, value]) => !near(value, found.float[name] ?? Number.NaN))
    .map(([name, value]) => `${name}: ${found.float[name] ?? 'nothing'} instead of ${value}`),
];
