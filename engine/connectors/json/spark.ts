import type { SparkRead, SparkRefusal, SparkWrite } from '../spark.ts';
import type { JsonReadOptions, JsonWriteOptions } from './options.ts';

/** How Spark reads the same JSON: one record a line, or files that are one list. */
export const jsonOnSpark = (o: JsonReadOptions): SparkRead | SparkRefusal => {
  const { pinned } = o;
  if (o.part === 'refused') return { unsupported: 'it does not say which lines it refused and why' };
  if (pinned === undefined) return { unsupported: 'its columns are not known' };
  if (o.rows !== undefined)
    return { unsupported: 'it reads lists of records only, not lists inside a document' };
  if (o.fileNameColumn !== undefined)
    return { unsupported: 'a column of file names would hold addresses there' };
  if (pinned.record.some(f => /\bJSON\b/.test(f.type)))
    return { unsupported: 'columns of JSON text are written differently; give them a type' };
  return {
    format: 'json',
    path: o.path,
    options: {
      ...(pinned.layout !== 'newline_delimited' && { multiLine: true }),
      mode: o.badRows === 'fail' ? 'FAILFAST' : 'DROPMALFORMED',
    },
    schema: pinned.record,
    columns: pinned.columns,
  };
};

/** How Spark writes the same JSON; it writes one record a line only. */
export const jsonToSpark = (o: JsonWriteOptions): SparkWrite | SparkRefusal => {
  if (o.format === 'array') return { unsupported: 'it writes one record a line; choose NDJSON' };
  if (o.compression === 'zstd') return { unsupported: 'JSON is compressed with gzip there' };
  return {
    format: 'json',
    path: o.path,
    options: {
      ignoreNullFields: false,
      timestampNTZFormat:
        o.timestampFormat === undefined ? 'yyyy-MM-dd HH:mm:ss[.SSSSSS]' : { datePattern: o.timestampFormat },
      ...(o.dateFormat && { dateFormat: { datePattern: o.dateFormat } }),
      ...(o.compression === 'gzip' && { compression: 'gzip' }),
    },
  };
};
