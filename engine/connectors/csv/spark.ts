import type { SparkRead, SparkRefusal, SparkWrite } from '../spark.ts';
import type { CsvReadOptions, CsvWriteOptions } from './options.ts';

/** How Spark reads the same CSV. Quotes are doubled inside quotes, as in ours; Spark's own default is a backslash. */
export const csvOnSpark = (o: CsvReadOptions): SparkRead | SparkRefusal => {
  if (o.fileNameColumn !== undefined)
    return { unsupported: 'a column of file names would hold addresses there' };
  if ((o.skip ?? 0) > 0) return { unsupported: 'it cannot skip rows at the top of a CSV file' };
  if ((o.decimal ?? '.') !== '.' || o.thousands !== undefined)
    return { unsupported: 'it reads numbers with a decimal point only; read them as text and convert' };
  if ((o.files?.length ?? 0) > 1 && o.header !== false)
    return {
      unsupported:
        'it matches the columns of several CSV files by place, not by name; read them one by one and unite them',
    };
  const nulls = o.nullValues?.filter(v => v !== '') ?? [];
  const several = nulls.length > 0 || (o.nullValues !== undefined && !o.nullValues.includes(''));
  return {
    format: 'csv',
    path: o.path,
    options: {
      header: o.header ?? true,
      sep: o.delimiter ?? ',',
      quote: o.quote ?? '"',
      escape: o.escape ?? '"',
      ...(o.encoding !== undefined &&
        o.encoding !== 'utf-8' && { encoding: encodings[o.encoding] ?? o.encoding }),
      ...(o.comment !== undefined && { comment: o.comment }),
      ...(o.dateFormat !== undefined && { dateFormat: { datePattern: o.dateFormat } }),
      ...(o.timestampFormat !== undefined && { timestampNTZFormat: { datePattern: o.timestampFormat } }),
      multiLine: true,
      mode: o.badRows === 'fail' ? 'FAILFAST' : 'DROPMALFORMED',
      // Names in the header are compared, so that a moved column is noticed.
      ...(o.header !== false && { enforceSchema: false }),
    },
    schema: o.fileColumns ?? [],
    ...(several && { nullTexts: o.nullValues ?? [] }),
  };
};

const encodings: Readonly<Record<string, string>> = {
  'utf-16': 'UTF-16',
  'latin-1': 'ISO-8859-1',
  'windows-1252': 'windows-1252',
};

/** How Spark writes the same CSV. */
export const csvToSpark = (o: CsvWriteOptions): SparkWrite | SparkRefusal => {
  if (o.compression === 'zstd') return { unsupported: 'CSV is compressed with gzip there' };
  return {
    format: 'csv',
    path: o.path,
    options: {
      header: o.header,
      sep: o.delimiter,
      quote: o.quote,
      escape: o.quote,
      nullValue: o.nullValue,
      emptyValue: o.nullValue === '' ? `${o.quote}${o.quote}` : '',
      ignoreLeadingWhiteSpace: false,
      ignoreTrailingWhiteSpace: false,
      timestampNTZFormat:
        o.timestampFormat === undefined ? 'yyyy-MM-dd HH:mm:ss[.SSSSSS]' : { datePattern: o.timestampFormat },
      ...(o.dateFormat && { dateFormat: { datePattern: o.dateFormat } }),
      ...(o.quoteAll && { quoteAll: true }),
      ...(o.compression === 'gzip' && { compression: 'gzip' }),
    },
    ...(o.partitionBy?.length && { partitionBy: o.partitionBy }),
  };
};
