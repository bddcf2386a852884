/** What the compiler asks of its host, and what it gets back. It does no I/O of its own. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rel } from '../plan/relation.ts';
import type { Json, Schema } from '../schema/types.ts';
import type { Parsed } from './tree.ts';

/** A source to look at: its columns and pinned options are wanted. */
export type SourceRequest = { readonly node: string; readonly connector: string; readonly options: Json };

export type SourceAnswer =
  | {
      readonly columns: Schema;
      readonly options: Json;
      readonly fingerprint?: string;
      readonly rows?: number;
      readonly inputs?: readonly InputFingerprint[];
    }
  | { readonly problem: Diagnostic };

export type InputFingerprint = {
  readonly name: string;
  readonly fingerprint: string;
  readonly bytes?: number;
};

/** A relation over inputs of known schemas: the types of its columns are wanted. */
export type BindRequest = { readonly rel: Rel; readonly inputs: ReadonlyMap<string, Schema> };

export type BindAnswer = { readonly schema: Schema } | { readonly problem: string };

export type Need =
  /** Syntax trees of SQL texts. */
  | { readonly need: 'syntax'; readonly texts: readonly string[] }
  /** Columns of sources, looked at together. */
  | { readonly need: 'sources'; readonly sources: readonly SourceRequest[] }
  /** Output columns of a relation, by the engine's own binder over no rows. */
  | { readonly need: 'bind'; readonly request: BindRequest }
  /** Distinct values of a column of a relation, found by running it. */
  | {
      readonly need: 'distinct';
      readonly node: string;
      readonly relation: Rel;
      readonly column: string;
      readonly limit: number;
      readonly below: readonly { readonly name: string; readonly rel: Rel; readonly schema: Schema }[];
    };

export type Answer =
  | { readonly need: 'syntax'; readonly parsed: readonly Parsed[] }
  | { readonly need: 'sources'; readonly sources: readonly SourceAnswer[] }
  | { readonly need: 'bind'; readonly answer: BindAnswer }
  | { readonly need: 'distinct'; readonly values: readonly string[] | { readonly problem: Diagnostic } };
