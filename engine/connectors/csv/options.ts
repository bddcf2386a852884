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
  /** Columns from folders named `key=value`, once described. */
  readonly folderColumns?: readonly CsvColumn[] | undefined;
  readonly types?: Readonly<Record<string, string>> | undefined;
  readonly allText?: boolean | undefined;
  readonly sampleRows?: number | undefined;
  /** Name of the table that refused rows go to; set by the kind. */
  readonly rejects?: string | undefined;
  /** Whether lines end in different ways in one file; found in the head of the file unless set. */
  readonly newlines?: 'same' | 'mixed' | undefined;
  /** Absolute paths, once described. */
  readonly files?: readonly string[] | undefined;
  /** Columns once described, without `fileNameColumn`. `inFile` is the engine's name where it differs. */
  readonly fileColumns?: readonly CsvColumn[] | undefined;
  /** The files that copies in UTF-8 were made of, in the order of `files`; set by `prepare`. */
  readonly copiesOf?: readonly string[] | undefined;
};

export type CsvColumn = { readonly name: string; readonly type: string; readonly inFile?: string };

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
