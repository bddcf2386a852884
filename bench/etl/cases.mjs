import { literal } from '../lib/duck.mjs';
import { cleanSql, files } from './data.mjs';
import { cleaning, revenue, small, toCsv } from './pipelines.mjs';

/**
 * One case: the same work, said for each system. Paths of a pipeline are relative to the data folder, those of SQL and
 * Python are absolute.
 * @typedef {object} Case
 * @property {string} id
 * @property {(rows: string, customers: string) => string} title
 * @property {string} work name of the function in `*_cases.py`
 * @property {readonly string[]} systems
 * @property {readonly string[]} inputs file names, which are read once before each timed run
 * @property {'parquet' | 'csv'} format of the output
 * @property {readonly import('../lib/digest.mjs').Column[]} columns of the output
 * @property {(at: (name: string) => string) => string} sql the query whose rows are the right result
 * @property {(output: string) => import('./pipelines.mjs').Pipeline} pipeline
 * @property {(output: string) => import('./pipelines.mjs').Pipeline} [before] pipeline whose untimed run fills the cache
 * @property {string} [memory] a limit of its own
 * @property {number} [repeat] least number of timed runs
 */

/** @param {string} name @param {string} type @returns {import('../lib/digest.mjs').Column} */
const exact = (name, type) => ({ name, type, compare: 'exact' });
/** @param {string} name @returns {import('../lib/digest.mjs').Column} */
const float = name => ({ name, type: 'DOUBLE', compare: 'float' });

// Amounts have three decimals and prices two: as DECIMAL(18, 4) their sums are exact in any order.
const orderColumns = [
  exact('id', 'BIGINT'),
  exact('customer_key', 'BIGINT'),
  exact('amount', 'DECIMAL(18, 4)'),
  exact('price', 'DECIMAL(18, 4)'),
  exact('code', 'VARCHAR'),
  exact('category', 'VARCHAR'),
  exact('ordered_on', 'DATE'),
  exact('updated_at', 'TIMESTAMP'),
  exact('paid', 'BOOLEAN'),
  exact('note', 'VARCHAR'),
];

const revenueColumns = [
  exact('region', 'VARCHAR'),
  exact('category', 'VARCHAR'),
  float('total'),
  float('average'),
  exact('lowest', 'DECIMAL(18, 4)'),
  exact('highest', 'DECIMAL(18, 4)'),
  exact('orders', 'BIGINT'),
];

/** @param {(name: string) => string} at */
const revenueSql = at => `
  SELECT region, category, sum(amount) AS total, avg(amount) AS average, min(price) AS lowest, max(price) AS highest,
    count(id) AS orders
  FROM read_parquet(${literal(at(files.clean))}) JOIN read_parquet(${literal(at(files.customers))})
    ON customer_key = customer
  GROUP BY region, category`;

/** @param {(name: string) => string} at */
const smallSql = at => `
  SELECT category, sum(amount) AS total, count(id) AS orders
  FROM (SELECT * FROM read_csv(${literal(at(files.small))}) WHERE COLUMNS(*) IS NOT NULL)
  WHERE amount > 4000
  GROUP BY category`;

/** @param {string} output @param {'max' | 'mean'} [highest] */
const revenuePipeline = (output, highest = 'max') =>
  revenue({ orders: files.clean, customers: files.customers, output, highest });

const everyone = ['millrace', 'duckdb', 'pandas', 'polars'];

/** @satisfies {Pick<Case, 'work' | 'inputs' | 'format' | 'columns' | 'sql' | 'pipeline'>} */
const cleanWork = {
  work: 'clean',
  inputs: [files.csv],
  format: /** @type {const} */ ('parquet'),
  columns: orderColumns,
  sql: (/** @type {(name: string) => string} */ at) => cleanSql(at(files.csv)),
  pipeline: (/** @type {string} */ output) => cleaning(files.csv, output),
};

/** @satisfies {Pick<Case, 'work' | 'inputs' | 'format' | 'columns' | 'sql' | 'pipeline'>} */
const revenueWork = {
  work: 'revenue',
  inputs: [files.clean, files.customers],
  format: /** @type {const} */ ('parquet'),
  columns: revenueColumns,
  sql: revenueSql,
  pipeline: (/** @type {string} */ output) => revenuePipeline(output),
};

/** @type {readonly Case[]} */
export const cases = [
  {
    id: 'a',
    title: rows => `CSV of ${rows} rows: drop nulls, drop duplicates, write Parquet`,
    systems: everyone,
    ...cleanWork,
  },
  {
    id: 'a512',
    title: () => 'the same with a memory limit of 512 MB',
    systems: ['millrace', 'duckdb'],
    memory: '512MB',
    ...cleanWork,
  },
  {
    id: 'b',
    title: () => 'that Parquet to CSV',
    work: 'to_csv',
    systems: everyone,
    inputs: [files.clean],
    format: 'csv',
    columns: orderColumns,
    sql: at => `SELECT * FROM read_parquet(${literal(at(files.clean))})`,
    pipeline: output => toCsv(files.clean, output),
  },
  {
    id: 'c',
    title: (rows, customers) =>
      `join ${rows} with ${customers}, two group keys, five aggregates, write Parquet`,
    systems: everyone,
    ...revenueWork,
  },
  {
    id: 'd',
    title: () =>
      '(c) again after an edit of its last node, the write; Millrace has its cache, the others run it all',
    systems: everyone,
    ...revenueWork,
    before: output => revenuePipeline(output.replace(/(\.\w+)$/, '-before$1')),
  },
  {
    id: 'd-agg',
    title: () => '(c) again after an edit of the node before it, one function of the aggregate',
    systems: everyone,
    ...revenueWork,
    before: output => revenuePipeline(output, 'mean'),
  },
  {
    id: 'e',
    title: () => 'start to finish: five nodes over a file of 2,000 rows',
    work: 'small',
    systems: ['millrace', 'duckdb', 'duckdb-py'],
    inputs: [files.small],
    format: 'parquet',
    columns: [exact('category', 'VARCHAR'), float('total'), exact('orders', 'BIGINT')],
    sql: smallSql,
    pipeline: output => small(files.small, output),
    repeat: 5,
  },
];
