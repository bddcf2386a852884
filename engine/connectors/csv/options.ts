/** How a CSV or TSV file is read. What is absent is guessed from the file's head and then pinned. */
export type CsvReadOptions = {
  readonly path: string;
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  readonly header?: boolean | undefined;
  readonly encoding?: string | undefined;
  readonly nullValues?: readonly string[] | undefined;
  readonly dateFormat?: string | undefined;
  readonly timestampFormat?: string | undefined;
  readonly decimal?: string | undefined;
  readonly thousands?: string | undefined;
  readonly comment?: string | undefined;
  readonly skip?: number | undefined;
  readonly badRows: 'fail' | 'skip' | 'quarantine';
  readonly fileNameColumn?: string | undefined;
  readonly types?: Readonly<Record<string, string>> | undefined;
  readonly allText?: boolean | undefined;
  readonly sampleRows?: number | undefined;
  /** Name of the table that refused rows go to; set by the kind. */
  readonly rejects?: string | undefined;
  /** Absolute paths, once described. */
  readonly files?: readonly string[] | undefined;
  /** Columns as they stand in the file, once described; `fileNameColumn` is not among them. */
  readonly fileColumns?: readonly { readonly name: string; readonly type: string }[] | undefined;
  readonly newline?: string | undefined;
};

/** How a CSV or TSV file is written. */
export type CsvWriteOptions = {
  readonly path: string;
  readonly delimiter: string;
  readonly header: boolean;
  readonly quote: string;
  readonly nullValue: string;
  readonly quoteAll?: boolean | undefined;
  readonly dateFormat?: string | undefined;
  readonly timestampFormat?: string | undefined;
  readonly compression?: 'none' | 'gzip' | 'zstd' | undefined;
  readonly partitionBy?: readonly string[] | undefined;
};
