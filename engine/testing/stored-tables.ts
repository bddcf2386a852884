/** Files and database tables of examples: written by the sink kind and read back by the source kind of their format. */
import { catalogueOf, type NodeKind, type StoredTable } from '../catalogue/node.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { type OpenPipeline, openPipeline, type Preview } from '../run/pipeline.ts';
import type { Json } from '../schema/types.ts';
import { given } from './given.ts';

/** The formats that have both a source and a sink, by the ending of their files. */
const endings: Readonly<Record<string, string>> = {
  csv: 'csv',
  tsv: 'csv',
  parquet: 'parquet',
  json: 'json',
  ndjson: 'ndjson',
  xlsx: 'excel',
  sqlite: 'sqlite',
};

/** The format of a stored table: that of the server an example needs, or what its name ends in. */
export const formatOf = (name: string, needs: NodeKind['needs']): string => {
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  // A name without an ending is a folder of CSV files.
  const format = needs ?? (ending === '' ? 'csv' : endings[ending]);
  if (format === undefined)
    throw new Error(`No kind writes ${name}; known endings: ${Object.keys(endings).join(', ')}`);
  return format;
};

export type StoreOptions = {
  /** The pipeline file to use; it is written over. */
  readonly path: string;
  readonly write: (document: Json) => Promise<void>;
  readonly kinds: readonly NodeKind[];
  readonly needs?: NodeKind['needs'];
  /** The connection param of the example, for database kinds. */
  readonly connection?: Json;
  readonly env: Readonly<Record<string, string>>;
};

const document = (name: string, nodes: readonly Json[], edges: readonly Json[]): Json => ({
  format: 'millrace/pipeline',
  version: 1,
  name,
  nodes,
  edges,
});

/** Where a stored table is, as params of its kinds. */
const placeOf = (
  name: string,
  { needs, connection = '' }: StoreOptions,
): { readonly [name: string]: Json } => (needs === undefined ? { path: name } : { connection, table: name });

const withPipeline = async <T>(
  o: StoreOptions,
  doc: Json,
  use: (p: OpenPipeline) => Promise<T>,
): Promise<T> => {
  await o.write(doc);
  const pipeline = await openPipeline({
    path: o.path,
    catalogue: catalogueOf([...o.kinds, given]),
    env: o.env,
  });
  if (!('compile' in pipeline)) throw new Error(pipeline.diagnostics.map(d => d.message).join('\n'));
  try {
    const errors = (await pipeline.compile()).diagnostics.filter(isError);
    if (errors.length > 0) throw new Error(errors.map(d => d.message).join('\n'));
    return await use(pipeline);
  } finally {
    await pipeline.close();
  }
};

/** Writes the rows where an example says they are. */
export const storeTable = async (name: string, table: StoredTable, o: StoreOptions): Promise<void> => {
  const params = { ...placeOf(name, o), ...(o.needs && { mode: 'overwrite' }), ...table.params };
  const nodes = [
    { id: 'rows', kind: 'given', params: { columns: table.columns, rows: table.rows } },
    { id: 'store', kind: `write-${formatOf(name, o.needs)}`, params },
  ] as unknown as Json[];
  await withPipeline(o, document(`Store ${name}`, nodes, [{ from: 'rows', to: 'store' }]), async pipeline => {
    const { error } = await pipeline.run({});
    if (error) throw new Error(`${name} cannot be stored: ${error.message}`);
  });
};

/** The rows of a file or table, by the source kind of its format. */
export const readBack = async (name: string, table: StoredTable, o: StoreOptions): Promise<Preview> => {
  const params = { ...placeOf(name, o), ...table.params };
  const nodes = [{ id: 'back', kind: `read-${formatOf(name, o.needs)}`, params }] as unknown as Json[];
  return withPipeline(o, document(`Read ${name} back`, nodes, []), pipeline =>
    pipeline.preview('back', undefined, 10_000),
  );
};
