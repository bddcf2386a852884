/** What passes between nodes that learn: choices of a method, fitted steps and models, as data that no engine knows. */
import type { Json, Schema } from '../schema/types.ts';
import type { Expr } from './expr.ts';

/** What is predicted: a number, a class, the number of a cluster, whether a row is an anomaly. */
export type Task = 'number' | 'class' | 'cluster' | 'anomaly';

/** A method and its settings, as an estimator node hands them on. `tasks` are what it can predict. */
export type EstimatorSpec = {
  readonly node: string;
  readonly method: string;
  readonly tasks: readonly Task[];
  /** False where it tells classes apart without saying how likely they are. */
  readonly probabilities?: boolean;
  /** False where every row counts alike, whatever its weight. */
  readonly weights?: false;
  readonly params: { readonly [name: string]: Json };
};

/** A column that a fitted step makes or replaces, and the columns of its input that it is made of. */
export type MadeColumn = { readonly name: string; readonly from: readonly string[] };

/** How a fitted step is fitted again elsewhere, and what it makes. */
export type StepUse = {
  readonly spec: Json;
  readonly made: readonly MadeColumn[];
  /** False where a row is all that its columns are made of, so that it may stand above a split. */
  readonly learns?: false;
};

/** A fitted step that a table came through. `fitted` names the relation whose one cell holds what it learned. */
export type ChainStep = StepUse & { readonly node: string; readonly fitted: string };

/** The fitted steps between a table and the rows that the first of them was fitted on. */
export type Chain = {
  /** Relation of the rows as they were before the first step. */
  readonly base: string;
  readonly schema: Schema;
  readonly steps: readonly ChainStep[];
  /** Whether the table has every row of the base. */
  readonly allRows: boolean;
  /** Conditions that rows must meet once so many of the steps are done. */
  readonly filters: readonly { readonly after: number; readonly condition: Expr }[];
  /** Nodes after the first step that leave rows out by their place among the others: other rows cannot be asked the same. */
  readonly picks: readonly string[];
  /** Nodes of fitted steps further up, which a change of columns cuts off: they cannot be repeated for other rows. */
  readonly cutOff: readonly string[];
  /** What the rows were read from, as people call it: the name of a file or table, else the node. */
  readonly sources: readonly string[];
};

/** What is known of a model before it is fitted. */
export type ModelFacts = {
  /** Relation of one row and one column: the text of the model file. */
  readonly fitted: string;
  readonly task: Task;
  readonly probabilities?: boolean;
  /** Columns that its steps and its method read. */
  readonly input: Schema;
  /** Columns that it adds under their usual names, where a file says them. */
  readonly output?: Schema;
  /** For classes: the label's type, and the classes in their order. */
  readonly label?: { readonly column: string; readonly type: string; readonly classes: readonly string[] };
  /** Relations of its fitted steps, and the nodes they belong to. */
  readonly steps: readonly { readonly node: string; readonly fitted: string }[];
};

/** The column of relations that hold what was learned. */
export const learnedColumn = 'learned';
export const learnedSchema: Schema = [{ name: learnedColumn, type: 'VARCHAR' }];
