/** Every node kind, in the order of the palette. The only list kept by hand. */
import { catalogueOf, type NodeKind } from '../engine/catalogue/node.ts';
import { dropDuplicates } from './drop-duplicates.ts';
import { dropNulls } from './drop-nulls.ts';
import { filter } from './filter.ts';
import { random } from './random.ts';
import { readCsv } from './read-csv.ts';
import { readParquet } from './read-parquet.ts';
import { sequence } from './sequence.ts';
import { writeCsv } from './write-csv.ts';
import { writeParquet } from './write-parquet.ts';

export const kinds: readonly NodeKind[] = [
  readCsv,
  readParquet,
  sequence,
  random,
  filter,
  dropNulls,
  dropDuplicates,
  writeCsv,
  writeParquet,
];

export const catalogue = catalogueOf(kinds);
