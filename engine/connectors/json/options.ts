import type { Field } from '../../schema/types.ts';

/** How JSON or NDJSON is read. What is absent is found out from the head of the file and then pinned. */
export type JsonReadOptions = {
  readonly path: string;
  readonly format: 'auto' | 'array' | 'ndjson';
  /** Dotted path to the list of rows, for a document around them. */
  readonly rows?: string | undefined;
  /** Nested objects become columns `a_b`; without it they are structs. */
  readonly flatten: boolean;
  /** Lists stay lists, or become JSON text. */
  readonly lists: 'list' | 'text';
  /** Lines that are not JSON, or that do not fit the columns. All but `fail` are for one record a line. */
  readonly badRows: 'fail' | 'skip' | 'quarantine';
  /** Which rows to give: those that fit, or what is known of the others. */
  readonly part?: 'fitting' | 'refused' | undefined;
  readonly fileNameColumn?: string | undefined;
  readonly types?: Readonly<Record<string, string>> | undefined;
  readonly sampleRows?: number | undefined;
  /** What `describe` found. */
  readonly pinned?: JsonPinned | undefined;
};

export type JsonPinned = {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly layout: 'array' | 'newline_delimited' | 'unstructured' | 'auto';
  /** Keys of a record with the types that they are read as. */
  readonly record: readonly Field[];
  /** Columns: where each is in a record. */
  readonly columns: readonly (Field & { readonly path: readonly string[] })[];
};

/** How JSON or NDJSON is written. */
export type JsonWriteOptions = {
  readonly path: string;
  readonly format: 'array' | 'ndjson';
  readonly compression?: 'none' | 'gzip' | 'zstd' | undefined;
  readonly dateFormat?: string | undefined;
  readonly timestampFormat?: string | undefined;
};
