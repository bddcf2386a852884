import type { z } from 'zod';
import type { Chain, EstimatorSpec, ModelFacts } from '../plan/learning.ts';
import type { Remark } from '../plan/plan.ts';
import type { Rel } from '../plan/relation.ts';
import type { Json, Schema } from '../schema/types.ts';
import type { ReportPart } from './report.ts';

/** The kinds of things that flow through ports. */
export type PortType = 'table' | 'stream' | 'estimator' | 'model' | 'metrics' | 'chart';

export type Port = {
  readonly type: PortType;
  readonly label: string;
  /** An input that may stay unconnected. */
  readonly optional?: boolean;
  /** An input that takes any number of edges; they arrive in the order of the edges in the file. */
  readonly many?: boolean;
  readonly help?: string;
};

export const table = (label: string, more: Omit<Port, 'type' | 'label'> = {}): Port => ({
  type: 'table',
  label,
  ...more,
});

const port =
  (type: PortType) =>
  (label: string, more: Omit<Port, 'type' | 'label'> = {}): Port => ({ type, label, ...more });

/** A choice of a method with its settings: nothing is learned yet. */
export const estimator = port('estimator');
/** What was learned. */
export const model = port('model');

export type Ports = { readonly [name: string]: Port };

/** A table that arrives at an input: its plan and its schema. `from` is the id of the node it comes from. */
export type InputTable = { readonly rel: Rel; readonly schema: Schema; readonly from: string };

/** What a node would touch outside, known from its params alone. */
export type Capability =
  | { readonly kind: 'read'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string }
  | { readonly kind: 'net'; readonly host: string }
  | { readonly kind: 'db'; readonly connection: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'sql' };

/** A question that only the data can answer, such as the values a pivot makes columns of. */
export type DistinctNeed = { readonly rel: Rel; readonly column: string; readonly limit: number };

/** What a node means: relations for its outputs, things to write, things to check. */
export type Lowered = {
  /** Relations that several outputs share; refer to one by `local(name)`. */
  readonly locals?: { readonly [name: string]: Rel };
  readonly outputs?: { readonly [port: string]: Rel };
  readonly sinks?: readonly {
    readonly connector: string;
    readonly options: Json;
    readonly input: Rel;
    readonly remark?: Remark;
  }[];
  readonly assertions?: readonly { readonly input: Rel; readonly severity: 'error' | 'warning' }[];
  /** Outputs whose numbers a run tells at its end: columns `metric` and `value`. The node runs for them. */
  readonly measures?: readonly string[];
  /** What each estimator output stands for. Every such port has a table too, which shows its settings. */
  readonly estimators?: { readonly [port: string]: EstimatorSpec };
  /** What each model output stands for; `fitted` is the name of a local. Every such port has a table too, its summary. */
  readonly models?: { readonly [port: string]: ModelFacts };
  /** Problems that only `lower` can see, as data for the compiler's messages. */
  readonly problems?: readonly Problem[];
};

/** A problem a kind reports about its settings: what is wrong and where. */
export type Problem = {
  readonly param: string;
  /** A full sentence naming what is there and the way out. */
  readonly message: string;
  readonly severity?: 'error' | 'warning';
};

export type LowerContext<P> = {
  readonly params: P;
  /** The one table at an input. Only call it for inputs that are neither optional nor many. */
  readonly input: (port?: string) => InputTable;
  /** All tables at an input; empty when nothing is connected. */
  readonly inputs: (port: string) => readonly InputTable[];
  /** Refers to a local relation of this node. */
  readonly local: (name: string) => Rel;
  /** The estimators at an input. */
  readonly estimators: (port: string) => readonly EstimatorSpec[];
  /** An estimator with other settings: those that its kind declares, checked as if they stood on its node. */
  readonly variant: (
    estimator: EstimatorSpec,
    settings: { readonly [name: string]: Json },
  ) => EstimatorSpec | { readonly problem: string; readonly unknown: boolean };
  /** The model at an input. */
  readonly model: (port: string) => ModelFacts;
  /** The fitted steps that the one table at an input came through. */
  readonly chain: (port?: string) => Chain;
  /** Distinct values of a column as text, sorted, nulls left out. Answered by the data; ask sparingly. */
  readonly distinct: (need: DistinctNeed) => readonly string[];
  readonly id: string;
};

/** Rows for an example or golden case: a header with types, then cells as JSON. */
export type ExampleTable = {
  readonly columns: Schema;
  readonly rows: readonly (readonly Json[])[];
};

/** Rows of a file or database table, with the params beside its name or path that writing or reading it takes. */
export type StoredTable = ExampleTable & { readonly params?: { readonly [name: string]: Json } };

/** A page that a web server of the example gives. */
export type ServedPage = { readonly type: string; readonly body: string };

/** An example is documentation and test at once: these params, these rows in, these rows out. */
export type Example = {
  readonly title: string;
  readonly params: Json;
  readonly inputs?: { readonly [port: string]: ExampleTable | readonly ExampleTable[] };
  readonly outputs?: { readonly [port: string]: ExampleTable };
  /** Nodes that stand before this one, such as those that make its model. Their tables are among `inputs`, by node id. */
  readonly before?: {
    readonly nodes: readonly { readonly id: string; readonly kind: string; readonly params: Json }[];
    readonly edges: readonly { readonly from: string; readonly to: string }[];
  };
  /** Files that must exist beside the pipeline, by name, as text. */
  readonly files?: { readonly [name: string]: string };
  /** Files of other formats that must exist, by name, made of these rows; for database kinds, tables by name. */
  readonly tables?: { readonly [name: string]: StoredTable };
  /** What a web server answers, by path and query; it stands in for the host of the addresses in the params. */
  readonly served?: { readonly [path: string]: ServedPage };
  /** Files or database tables that the node writes, by name, with the rows that are read back from them. */
  readonly readsBack?: { readonly [name: string]: StoredTable };
  /** Files that the node writes, by name, with their whole text. */
  readonly writes?: { readonly [name: string]: string };
  /** Environment variables that must be set. */
  readonly env?: { readonly [name: string]: string };
  /** Whether the order of the rows is part of the meaning. */
  readonly ordered?: boolean;
};

export type Category =
  | 'Sources'
  | 'Rows'
  | 'Columns'
  | 'Combine'
  | 'Summarise'
  | 'Quality'
  | 'SQL'
  | 'Features'
  | 'Models'
  | 'Evaluate'
  | 'Sinks';

/** A node kind: everything that Millrace knows of it, declared once. */
export type NodeKind<S extends z.ZodType = z.ZodType> = {
  readonly kind: string;
  readonly version: number;
  readonly title: string;
  /** One sentence: what it does to the table. */
  readonly summary: string;
  /** Markdown for the docs, where one sentence is not enough. */
  readonly docs?: string;
  readonly category: Category;
  /** Name of a Lucide icon. */
  readonly icon: string;
  readonly keywords?: readonly string[];
  readonly params: S;
  readonly inputs: Ports;
  readonly outputs: Ports;
  readonly lower: (context: LowerContext<z.output<S>>) => Lowered;
  readonly capabilities?: (params: z.output<S>) => readonly Capability[];
  readonly examples: readonly Example[];
  /** The server that its examples need; they run with the tests of services. */
  readonly needs?: 'postgres' | 'mysql';
  /** Migrations of params: entry n turns version n+1 into n+2. */
  readonly migrations?: readonly ((params: { readonly [name: string]: Json }) => {
    readonly [name: string]: Json;
  })[];
  /** Its outputs are parts of its rows that must not know of each other: what is fitted above it has seen them all. */
  readonly splits?: true;
  /** How its tables are read as one page. */
  readonly report?: readonly ReportPart[];
  /** Why a backend cannot do it, where it cannot. */
  readonly unsupported?: { readonly spark?: string };
};

/** Declares a node kind. The one place where its params' type meets its `lower`. */
export const defineNode = <S extends z.ZodType>(kind: NodeKind<S>): NodeKind =>
  Object.freeze(kind) as unknown as NodeKind;

/** All kinds the engine is given, by name. */
export type Catalogue = ReadonlyMap<string, NodeKind>;

export const catalogueOf = (kinds: readonly NodeKind[]): Catalogue =>
  new Map(kinds.map(kind => [kind.kind, kind]));
