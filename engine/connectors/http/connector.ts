import { engineError } from '../../diagnostics/errors.ts';
import { visible } from '../../diagnostics/words.ts';
import type { Json, Schema } from '../../schema/types.ts';
import type { Described, Stage, World } from '../contract.ts';
import { client } from './client.ts';
import { learner, schemaOf, withTypes } from './learn.ts';
import type { HttpOptions } from './options.ts';
import type { Batch } from './page.ts';
import { readPages } from './pages.ts';
import { type RowFaults, rowMaker } from './rows.ts';
import { type Site, siteOf } from './site.ts';

/** Rows of CSV and NDJSON that describe looks at; a JSON page is there as a whole anyway. */
const sampleSize = 10_000;

const sizeOf = (batch: Batch): number => ('rows' in batch ? batch.rows.length : batch.cells.length);

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Fetches the first page, infers the columns, and pins down format, rows path and delimiter. */
export const describe = async (options: HttpOptions, world: World): Promise<Described> => {
  const site = siteOf(options, world);
  const http = client(options, site, world);
  const learned = learner(options.flatten);
  let seen = 0;
  try {
    const pages = readPages(options, http, site, world.signal, () => async batch => {
      learned.add(batch);
      seen += sizeOf(batch);
      return seen < sampleSize || ('rows' in batch && !batch.streamed);
    });
    const first = await pages.next();
    const page = first.done ? undefined : first.value;
    await pages.return(undefined);
    const fields = withTypes(learned.fields(), options.types);
    if (fields.length === 0) throw site.fail('http-no-columns', {}, undefined, 'url');
    const complete = page?.whole === true && options.paging.by === 'none';
    return {
      columns: schemaOf(fields, options.types),
      options: plain({ ...options, ...page?.learned, fields }),
      // Of several pages, or of a sample, nothing can be said about the data as a whole.
      ...(complete && {
        rows: page.rows,
        fingerprint: page.digest,
        inputs: [{ name: site.shown, fingerprint: page.digest, bytes: page.bytes }],
      }),
    };
  } finally {
    http.close();
  }
};

const faultsOf = (options: HttpOptions, site: Site, page: () => number): RowFaults => ({
  extra: (column, row) => {
    if (options.extra === 'fail')
      throw site.fail('http-new-column', { page: page(), row, column }, undefined, 'types');
  },
  misfit: (column, row, type, value, better) => {
    throw site.fail(
      'http-type-changed',
      { page: page(), row, column, type, value: visible(value, 60), better },
      undefined,
      'types',
    );
  },
});

/** Streams all pages into the stage; one page of JSON, or one piece of other text, is in memory at a time. */
export const load = async (
  options: HttpOptions,
  columns: Schema,
  stage: Stage,
  world: World,
): Promise<void> => {
  const site = siteOf(options, world);
  const http = client(options, site, world);
  const fields = options.fields ?? columns.map(({ name }) => ({ name, path: [name] }));
  let page = 1;
  let bytes = 0;
  const rows = rowMaker(
    fields,
    columns,
    options.flatten,
    faultsOf(options, site, () => page),
  );
  const append = async (batch: Batch): Promise<boolean> => {
    if (world.signal.aborted) throw engineError('cancelled', {});
    const cells =
      'rows' in batch ? batch.rows.map(rows.fromObject) : batch.cells.map(rows.fromTexts(batch.names));
    await stage.append(cells);
    world.progress({ rows: rows.count(), bytes });
    return true;
  };
  const sink = (number: number) => {
    page = number;
    return append;
  };
  try {
    for await (const read of readPages(options, http, site, world.signal, sink)) {
      bytes += read.bytes;
      world.progress({ rows: rows.count(), bytes });
    }
  } finally {
    http.close();
  }
};
