import type { Json, Schema } from '../schema/types.ts';
import type { Expr } from './expr.ts';
import type { Rel } from './relation.ts';

/** A named relation: what one output port of a node holds. Locals of a node are named `node.~name`. */
export type Relation = {
  readonly name: string;
  readonly node: string;
  readonly port: string;
  readonly rel: Rel;
  readonly schema: Schema;
};

/** Something to tell about rows that are written: how many there are for which a condition is true, and one of them. */
export type Remark = {
  /** What such rows hold, such as `texts that a spreadsheet would run as formulas`. */
  readonly what: string;
  /** A sentence with the way out. */
  readonly advice: string;
  readonly condition: Expr;
  /** Text of a row for which the condition is true. */
  readonly sample: Expr;
};

/** What a sink node writes, and where. */
export type Sink = {
  readonly node: string;
  readonly connector: string;
  readonly options: Json;
  readonly input: string;
  /** Looked at while the rows are written; the run goes on. Exported programs do not look. */
  readonly remark?: Remark;
};

/** A statement about the data that is checked before any sink is committed: `input` must have no row. */
export type Assertion = {
  readonly node: string;
  /** Relation of one row per broken check: `check` VARCHAR, `rows` BIGINT, `sample` VARCHAR. */
  readonly input: string;
  readonly severity: 'error' | 'warning';
};

/** Numbers that a run tells at its end: `input` has the columns `metric` and `value`. */
export type Measure = { readonly node: string; readonly input: string };

/** A whole pipeline, free of any engine: relations in dependency order, then what is done with them. */
export type Plan = {
  readonly relations: readonly Relation[];
  readonly sinks: readonly Sink[];
  readonly assertions: readonly Assertion[];
  /** Absent where nothing is measured. */
  readonly measures?: readonly Measure[];
};

/** How much a relation stands for its node: an output does, else what is written, else any. */
const standing = ({ port }: Relation): number =>
  !port.startsWith('~') ? 2 : port.startsWith('~sink') ? 1 : 0;

/** The relation that stands for each node, by node id: its rows are the node's rows. One pass, for plans of any size. */
export const mainRelations = (plan: Plan): ReadonlyMap<string, Relation> => {
  const mains = new Map<string, Relation>();
  for (const relation of plan.relations) {
    const main = mains.get(relation.node);
    if (main === undefined || standing(relation) > standing(main)) mains.set(relation.node, relation);
  }
  return mains;
};
