// Raw DuckDB in a process of its own: `node duckdb-child.mjs SETTINGS SQL`, settings as JSON.
import { duck } from '../lib/duck.mjs';

const [settings = '{}', sql = ''] = process.argv.slice(2);
await duck([sql], JSON.parse(settings));
