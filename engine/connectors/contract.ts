import type { FileHandle } from 'node:fs/promises';
import type { MessageCode, MessageData } from '../diagnostics/messages.ts';
import type { Json, Schema } from '../schema/types.ts';

/** What a source looks like before it is read: its columns, and the options with every guess pinned down. */
export type Described = {
  readonly columns: Schema;
  /** The options with all guesses fixed (delimiter, header, types): the run uses exactly these. */
  readonly options: Json;
  /** Number of rows, where the source says so without being read. */
  readonly rows?: number;
  /** A hash that changes when the data may have changed; absent when that cannot be known. */
  readonly fingerprint?: string;
  /** The fingerprint of each file or table read, for the run report. */
  readonly inputs?: readonly {
    readonly name: string;
    readonly fingerprint: string;
    readonly bytes?: number;
  }[];
};

/** One cell on its way into the engine: text as the target type's cast reads it, or null. */
export type Cell = string | null;

/** Where a source that DuckDB cannot read itself puts its rows. They are cast to the described types afterwards. */
export type Stage = {
  /** Adds rows, in column order. Await it: that is the back-pressure. */
  append(rows: readonly (readonly Cell[])[]): Promise<void>;
  /**
   * A file to stream RFC 4180 CSV into (UTF-8, comma, no header, an unquoted empty field is NULL and `""` is an empty
   * string) instead of calling `append`. The fast path for servers that speak CSV.
   */
  csvFile(): string;
};

/** All that a connector may ask of the world. Everything else (fs, net) goes through these checks. */
export type World = {
  /** The absolute path for a path of the pipeline file, checked against what the run may read. Throws `EngineError`. */
  readPath(path: string): Promise<string>;
  /**
   * Opens a file that `readPath` allowed, or one that was found below such a path. Throws `path-refused` when its folder
   * changed places with another between the check and the opening. All reading of files goes through here, so that what
   * is open is what was allowed.
   */
  openRead(path: string): Promise<FileHandle>;
  /** The absolute path for an output, checked against what the run may write. */
  writePath(path: string): Promise<string>;
  /** Throws `EngineError` when the run may not talk to that host. */
  allowHost(host: string): void;
  /** Text with every `${env:NAME}` replaced by the secret. The result must never be logged, stored or put in an error. */
  resolveSecrets(text: string): string;
  /** A path for a temporary file of this run; the run removes it at its end, whatever happens. */
  tempFile(suffix: string): string;
  /** Rows of a SELECT on the engine, for connectors that let DuckDB look at a file. Cells are text or null. */
  query(sql: string): Promise<readonly (readonly Cell[])[]>;
  /** Aborted on cancel: every wait must end within 200 ms of it. */
  readonly signal: AbortSignal;
  /** Says how far a load or write has come, for the progress display. */
  progress(done: { rows?: number; bytes?: number; percent?: number }): void;
  /** Called right before a server is asked to commit: from here on a cancel may come too late. */
  readonly committing?: (place: string) => void;
  /** Says what a person should know though the run goes on. */
  warn<C extends MessageCode>(code: C, data: MessageData<C>): void;
};

/** An outside system to read from. `O` is the options after validation, plain JSON. */
export type SourceConnector<O> = {
  readonly name: string;
  /** Looks at the source (head, catalogue, metadata); never reads it whole. Throws `EngineError`. */
  describe(options: O, world: World): Promise<Described>;
} & (
  | {
      readonly reads: 'duckdb';
      /**
       * Makes what `scanSql` needs and DuckDB cannot do itself, such as a copy in another encoding. Called once before
       * each run or preview; it takes pinned options and gives those to scan with.
       */
      prepare?(options: O, world: World): Promise<O>;
      /** The SELECT that reads it in DuckDB, from pinned options with resolved paths. */
      scanSql(options: O, columns: Schema): string;
    }
  | {
      readonly reads: 'rows';
      /** Streams every row into the stage; memory stays bounded. `options` are the pinned ones. */
      load(options: O, columns: Schema, stage: Stage, world: World): Promise<void>;
    }
);

/** The result of a query on its way out: read chunk by chunk, never whole. */
export type RowStream = {
  readonly columns: Schema;
  /** Batches of rows; cells are text as DuckDB casts to VARCHAR, or null. */
  batches(): AsyncIterable<readonly (readonly Cell[])[]>;
};

/** What a sink wrote. `place` is a path, or `table` for a database (never with a secret in it). */
export type Written = { readonly place: string; readonly rows: number; readonly bytes?: number };

/** An outside system to write to. The old content stays until the new one is complete. */
export type SinkConnector<O> = {
  readonly name: string;
} & (
  | {
      readonly writes: 'duckdb';
      /** The `COPY (query) TO 'temp' (…)` for a temporary path beside the target. The run renames it afterwards. */
      copySql(options: O, query: string, tempPath: string): string;
      /** The path of the pipeline file that is written. */
      target(options: O): string;
      /** Whether the target is a folder (partitioned output). */
      isFolder?(options: O): boolean;
    }
  | {
      readonly writes: 'file';
      /**
       * Streams rows into a temporary file beside the target. The run renames it afterwards, once `check` throws nothing:
       * it looks whether the target still is what was written upon.
       */
      writeFile(
        options: O,
        rows: RowStream,
        tempPath: string,
        world: World,
      ): Promise<{ readonly rows: number; readonly check?: () => Promise<void> }>;
      target(options: O): string;
    }
  | {
      readonly writes: 'rows';
      /** Streams rows to the system in one transaction; on error or abort the system is as before. */
      write(options: O, rows: RowStream, world: World): Promise<Written>;
    }
);
