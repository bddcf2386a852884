import type { Schema } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import type { SqliteWriteMode } from './options.ts';

/** A file to open: where it is, which one it must be, and how the pipeline says it. */
type FilePlace = { readonly absolute: string; readonly id: string; readonly shown: string };

/** All that can be asked of the child process. It answers each question once, in order: that is the back-pressure. */
export type Questions = {
  /** Names of tables and views. */
  tables: { ask: FilePlace; answer: readonly string[] };
  describe: {
    ask: FilePlace & { readonly table: string | null; readonly columns: readonly string[] | null };
    answer: { readonly table: string; readonly columns: Schema; readonly rows: number | null };
  };
  /** Starts to read; `next` gives the rows. `cast` names columns whose type the user set. */
  read: {
    ask: FilePlace & { readonly table: string; readonly columns: Schema; readonly cast: readonly string[] };
    answer: null;
  };
  /** The next batch; an empty one is the end. */
  next: { ask: null; answer: readonly (readonly Cell[])[] };
  /** Starts to write. `file` is the database to change, or null for a new one. */
  write: { ask: WritePlan; answer: null };
  rows: { ask: readonly (readonly Cell[])[]; answer: null };
  /** Ends the write and saves the whole database at a path. Gives its size in bytes. */
  save: { ask: { readonly to: string }; answer: number };
};

export type WritePlan = {
  readonly file: { readonly absolute: string; readonly id: string } | null;
  readonly shown: string;
  readonly table: string;
  readonly mode: SqliteWriteMode;
  readonly keys: readonly string[];
  readonly columns: Schema;
  readonly maxBytes: number;
};

export type Topic = keyof Questions;

/** A question on its way to the child. */
export type Question = { [T in Topic]: { readonly topic: T; readonly ask: Questions[T]['ask'] } }[Topic];

/** An answer on its way back: a result, a fault of the world by code and data, or a bug of ours. */
export type Answer =
  | { readonly result: Questions[Topic]['answer'] }
  | {
      readonly fault: {
        readonly code: string;
        readonly data: Readonly<Record<string, unknown>>;
        readonly param: string | null;
      };
    }
  | { readonly bug: string };
