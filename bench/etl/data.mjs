import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { duck, literal } from '../lib/duck.mjs';
import { sha256 } from '../lib/files.mjs';

/**
 * @typedef {object} Data
 * @property {string} folder
 * @property {number} rows rows of the CSV
 * @property {number} customers rows of the second table of the join
 * @property {number} csvBytes
 * @property {Record<string, string>} sha256 of every file, by file name
 */

/** File names inside the data folder. */
export const files = {
  csv: 'orders.csv',
  clean: 'clean.parquet',
  customers: 'customers.parquet',
  small: 'small.csv',
};

/** Raise it when the recipe below changes: kept files of an older recipe are made anew. */
const recipe = 1;
const seed = 20_260_101;
const smallRows = 2_000;
/** Beyond 2^53, so that whoever takes the key for a double gets the join wrong. */
const firstKey = '9007199254740993';

const categories =
  'audio,baby,beauty,bikes,books,camping,cameras,clothing,garden,gifts,grocery,kitchen,lamps,music,office,outdoor,pets,phones,shoes,sports,tools,toys,travel,watches';
const words =
  'left at the door,paid in full,"call before delivery",second attempt,café on the corner,gift wrapped,fragile,return expected,no signature,größere Menge,weekend slot,priority,split shipment,address checked,customer waited,partial refund';

/** @param {string} name @param {number} range a number from 0 to range - 1 that depends on row and name only */
const pick = (name, range) => `(hash(j, '${name}', ${seed}) % ${range})::BIGINT`;

/** @param {string} list @param {string} name */
const oneOf = (list, name) => {
  const items = list.split(',');
  return `(${`[${items.map(literal).join(', ')}]`})[${pick(name, items.length)} + 1]`;
};

/** A key that every twentieth time belongs to no customer. @param {string} index */
const keyAt = index => `(${firstKey}::BIGINT + ${index} * 7919)`;

/**
 * Rows of the orders: about 2 % have no amount; about 3 % repeat an earlier row, anywhere before, in every column.
 * @param {number} rows @param {number} customers
 */
const ordersSql = (rows, customers) => `
  SELECT
    j AS id,
    ${keyAt(pick('key', Math.ceil(customers * 1.05)))} AS customer_key,
    CASE WHEN ${pick('empty', 100)} < 2 THEN NULL ELSE ${pick('amount', 9_000_000)} / 1000.0::DOUBLE END AS amount,
    (${pick('price', 250_000)} / 100.0)::DECIMAL(12, 2) AS price,
    'K' || lpad(${pick('code', 100_000)}::VARCHAR, 6, '0') AS code,
    ${oneOf(categories, 'category')} AS category,
    DATE '2019-01-01' + ${pick('day', 2_190)}::INTEGER AS ordered_on,
    TIMESTAMP '2019-01-01 00:00:00' + to_seconds(${pick('second', 189_216_000)}) AS updated_at,
    ${pick('paid', 3)} > 0 AS paid,
    ${oneOf(words, 'w1')} || CASE WHEN ${pick('comma', 5)} = 0 THEN ', ' ELSE ' ' END || ${oneOf(words, 'w2')}
      || ' ' || ${pick('ref', 1_000_000_000)}::VARCHAR AS note
  FROM (
    SELECT CASE WHEN i > 0 AND hash(i, 'copy', ${seed}) % 100 < 3
      THEN (hash(i, 'of', ${seed}) % greatest(i, 1)::UBIGINT)::BIGINT ELSE i END AS j
    FROM range(${rows}) AS numbers(i)
  )`;

/** @param {number} customers */
const customersSql = customers => `
  SELECT
    ${keyAt('j')} AS customer,
    ${oneOf('north,north-east,east,south-east,south,south-west,west,north-west,centre,islands', 'region')} AS region,
    ${oneOf('trial,basic,plus,team,enterprise', 'segment')} AS segment,
    ${pick('discount', 400)} / 1000.0::DOUBLE AS discount
  FROM range(${customers}) AS numbers(j)`;

/** The rows of case (a): what every system must arrive at. @param {string} csv */
export const cleanSql = csv => `
  SELECT DISTINCT * FROM read_csv(${literal(csv)})
  WHERE COLUMNS(*) IS NOT NULL`;

/** @param {string} folder @returns {Promise<Record<string, string>>} */
const hashes = async folder => {
  const names = Object.values(files);
  const found = await Promise.all(names.map(name => sha256(join(folder, name))));
  return Object.fromEntries(names.map((name, place) => [name, found[place] ?? '']));
};

/**
 * @param {string} folder
 * @returns {Promise<Data | undefined>} what an earlier run left, if recipe, size and hashes still agree
 */
const keptData = async folder => {
  try {
    const { recipe: made, ...kept } = JSON.parse(await readFile(join(folder, 'data.json'), 'utf8'));
    const size = (await stat(join(folder, files.csv))).size;
    if (made !== recipe || kept.csvBytes !== size) return undefined;
    const now = await hashes(folder);
    return Object.entries(now).every(([name, hash]) => kept.sha256[name] === hash)
      ? { ...kept, folder }
      : undefined;
  } catch {
    // Nothing there yet, or not readable as what we wrote: it is made anew.
    return undefined;
  }
};

/**
 * The input files for so many rows: made once by DuckDB from a fixed seed, then kept for as long as they are intact.
 * Every fiftieth row has a customer of its own, so 5 M orders meet 100 k customers.
 * @param {string} root the folder that holds all data of the benchmark
 * @param {number} rows
 * @param {(text: string) => void} say
 * @returns {Promise<Data>}
 */
export const ordersData = async (root, rows, say) => {
  const folder = join(root, `orders-${rows}`);
  const kept = await keptData(folder);
  if (kept !== undefined) return kept;

  say(`Making ${rows.toLocaleString('en-US')} rows …`);
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  const at = (/** @type {string} */ name) => literal(join(making, name));
  const customers = Math.max(100, Math.floor(rows / 50));
  await duck([
    `COPY (${ordersSql(rows, customers)}) TO ${at(files.csv)} (FORMAT csv, HEADER)`,
    `COPY (${ordersSql(smallRows, 100)}) TO ${at(files.small)} (FORMAT csv, HEADER)`,
    `COPY (${customersSql(customers)}) TO ${at(files.customers)} (FORMAT parquet)`,
    `COPY (${cleanSql(join(making, files.csv))}) TO ${at(files.clean)} (FORMAT parquet)`,
  ]);
  const csvBytes = (await stat(join(making, files.csv))).size;
  const facts = { rows, customers, csvBytes, sha256: await hashes(making) };
  await writeFile(join(making, 'data.json'), `${JSON.stringify({ recipe, ...facts }, null, 2)}\n`);
  await rename(making, folder);
  return { folder, ...facts };
};
