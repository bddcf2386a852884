import type { Json, Schema } from '../schema/types.ts';
import type { Expr, NamedExpr, SortKey } from './expr.ts';
import type { StepUse } from './learning.ts';

/** A relation that has a name: another node's output, or a local of this node. */
export type RefRel = { readonly op: 'ref'; readonly name: string };

/** Rows of an outside system. `columns` is absent until the source has been described. */
export type ScanRel = {
  readonly op: 'scan';
  readonly connector: string;
  readonly options: Json;
  readonly columns?: Schema;
  /** Name of the relation of refused rows, when the source keeps them. */
  readonly rejects?: string;
};

/** The rows that a scan refused, with the reason. Only known once the scan has run. */
export type RejectsRel = { readonly op: 'rejects'; readonly of: string };

/** What a table of refused rows holds, whatever the file. */
export const rejectedColumns: Schema = [
  { name: 'file', type: 'VARCHAR' },
  { name: 'line', type: 'BIGINT' },
  { name: 'column', type: 'VARCHAR' },
  { name: 'reason', type: 'VARCHAR' },
  { name: 'text', type: 'VARCHAR' },
];

/** Rows written in the pipeline itself. A cell is the text of its value, read as the column's type, or null. */
export type ValuesRel = {
  readonly op: 'values';
  readonly columns: Schema;
  readonly rows: readonly (readonly (string | null)[])[];
};

/** The integers start, start+step, … (`count` of them) in one BIGINT column. */
export type RangeRel = {
  readonly op: 'range';
  readonly name: string;
  readonly start: number;
  readonly step: number;
  readonly count: number;
};

/** Exactly these columns, computed from each row. */
export type ProjectRel = {
  readonly op: 'project';
  readonly input: Rel;
  readonly columns: readonly NamedExpr[];
};

/** The rows for which the condition is true (not null, not false). */
export type FilterRel = { readonly op: 'filter'; readonly input: Rel; readonly condition: Expr };

export type SortRel = { readonly op: 'sort'; readonly input: Rel; readonly keys: readonly SortKey[] };

export type LimitRel = {
  readonly op: 'limit';
  readonly input: Rel;
  readonly count?: number;
  readonly offset?: number;
};

/** One row of each group of rows equal in `on` (all columns when absent; nulls are equal): the first by `order`. */
export type DistinctRel = {
  readonly op: 'distinct';
  readonly input: Rel;
  readonly on?: readonly Expr[];
  readonly order?: readonly SortKey[];
};

/** One row a group. `sets` are grouping sets as lists of positions in `groups`; absent is one set of all. */
export type AggregateRel = {
  readonly op: 'aggregate';
  readonly input: Rel;
  readonly groups: readonly NamedExpr[];
  readonly sets?: readonly (readonly number[])[];
  readonly aggregates: readonly NamedExpr[];
};

export type JoinHow = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross' | 'asof' | 'asof-left';

/** Columns in `condition` and `columns` carry a side. Semi and anti joins give left columns only. */
export type JoinRel = {
  readonly op: 'join';
  readonly how: JoinHow;
  readonly left: Rel;
  readonly right: Rel;
  readonly condition?: Expr;
  readonly columns: readonly NamedExpr[];
};

/** All rows of all inputs. By name, a column missing in one input is null there. */
export type UnionRel = {
  readonly op: 'union';
  readonly inputs: readonly Rel[];
  readonly by: 'name' | 'position';
};

/** Rows of the left that are (intersect) or are not (except) in the right. `all` counts duplicates. */
export type SetRel = {
  readonly op: 'intersect' | 'except';
  readonly left: Rel;
  readonly right: Rel;
  readonly all: boolean;
};

/** Columns into rows: one row per input row and unpivoted column. Values are cast to `valueType`. */
export type UnpivotRel = {
  readonly op: 'unpivot';
  readonly input: Rel;
  readonly keep: readonly string[];
  readonly columns: readonly string[];
  readonly nameColumn: string;
  readonly valueColumn: string;
  readonly valueType: string;
  readonly keepNulls: boolean;
};

/**
 * One row per element of a list column: the columns of `keep`, then the element as `as`.
 * `outer` keeps rows whose list is null or empty.
 */
export type ExplodeRel = {
  readonly op: 'explode';
  readonly input: Rel;
  readonly keep: readonly string[];
  readonly column: string;
  readonly as: string;
  readonly outer: boolean;
  /** Name of a column with the element's position, from 0. */
  readonly position?: string;
};

/** One SELECT over named inputs, already checked on its syntax tree. */
export type SqlRel = {
  readonly op: 'sql';
  readonly query: string;
  readonly inputs: readonly { readonly name: string; readonly rel: Rel }[];
};

/** Rows that a function of ours makes of whole tables: what is learned from them, and how good it is. */
export type ComputedRel = {
  readonly op: 'computed';
  /** Name of the function, known to whoever carries it out. */
  readonly compute: string;
  readonly options: Json;
  readonly inputs: readonly RefRel[];
  readonly columns: Schema;
};

/**
 * The rows with what was learned said of them: columns that fitted steps make, or the predictions of a model. `fitted`
 * names the relation whose one cell holds it, so the columns are known before anything is learned.
 */
export type ApplyRel = {
  readonly op: 'apply';
  readonly input: Rel;
  readonly fitted: string;
  readonly use:
    | ({ readonly of: 'steps' } & StepUse)
    | { readonly of: 'model'; readonly prediction: string; readonly probability: string };
  readonly columns: Schema;
};

export type Rel =
  | RefRel
  | ScanRel
  | RejectsRel
  | ValuesRel
  | RangeRel
  | ProjectRel
  | FilterRel
  | SortRel
  | LimitRel
  | DistinctRel
  | AggregateRel
  | JoinRel
  | UnionRel
  | SetRel
  | UnpivotRel
  | ExplodeRel
  | SqlRel
  | ComputedRel
  | ApplyRel;

/** The relations right below one. */
export const inputsOf = (rel: Rel): readonly Rel[] => {
  switch (rel.op) {
    case 'ref':
    case 'scan':
    case 'values':
    case 'range':
      return [];
    case 'rejects':
      return [{ op: 'ref', name: rel.of }];
    case 'project':
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'aggregate':
    case 'unpivot':
    case 'explode':
    case 'apply':
      return [rel.input];
    case 'join':
    case 'intersect':
    case 'except':
      return [rel.left, rel.right];
    case 'union':
    case 'computed':
      return rel.inputs;
    case 'sql':
      return rel.inputs.map(i => i.rel);
  }
};

/** The same relation over other inputs; `change` is asked for each input in turn. */
export const withInputs = (rel: Rel, change: (input: Rel) => Rel): Rel => {
  switch (rel.op) {
    case 'ref':
    case 'scan':
    case 'rejects':
    case 'values':
    case 'range':
    // Its inputs are tables with a name, and stay so.
    case 'computed':
      return rel;
    case 'project':
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'aggregate':
    case 'unpivot':
    case 'explode':
    case 'apply':
      return { ...rel, input: change(rel.input) };
    case 'join':
    case 'intersect':
    case 'except':
      return { ...rel, left: change(rel.left), right: change(rel.right) };
    case 'union':
      return { ...rel, inputs: rel.inputs.map(change) };
    case 'sql':
      return { ...rel, inputs: rel.inputs.map(i => ({ name: i.name, rel: change(i.rel) })) };
  }
};

/** The names of the relations that this one reads directly. */
export const refsOf = (rel: Rel): readonly string[] => {
  if (rel.op === 'ref') return [rel.name];
  if (rel.op === 'rejects') return [rel.of];
  const below = inputsOf(rel).flatMap(refsOf);
  return rel.op === 'apply' ? [...below, rel.fitted] : below;
};

/** Visits a relation and everything below it, up to named relations. */
export const eachRel = (rel: Rel, visit: (r: Rel) => void): void => {
  visit(rel);
  if (rel.op !== 'rejects') for (const input of inputsOf(rel)) eachRel(input, visit);
};
