/**
 * The compiler: from a document to a plan and its diagnostics. It is pure. Where it lacks a fact it yields a need and
 * goes on with the answer, so a host decides how facts are found and a test answers from a table.
 */
import type { Catalogue, InputTable, LowerContext, Lowered } from '../catalogue/node.ts';
import { type Diagnostic, diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { PipelineDocument } from '../graph/document.ts';
import type { ParameterValues } from '../graph/parameters.ts';
import { type Expr, eachExpr } from '../plan/expr.ts';
import type { Assertion, Plan, Relation, Sink } from '../plan/plan.ts';
import { eachRel, type Rel, refsOf, type ScanRel, withInputs } from '../plan/relation.ts';
import { fieldNamed, type Json, type Schema } from '../schema/types.ts';
import { type BoundGraph, type BoundNode, bind } from './bind.ts';
import { checkOutputs } from './check.ts';
import type { Answer, BindAnswer, Need, SourceAnswer } from './needs.ts';
import { type PortScope, type ResolvedFormula, resolve, textsOf } from './resolve.ts';
import { parserWords } from './syntax.ts';
import type { Parsed } from './tree.ts';

export type CompileInput = {
  readonly document: PipelineDocument;
  readonly catalogue: Catalogue;
  readonly values: ParameterValues;
};

/** What is known of a source after it was looked at. */
export type SourceFacts = { readonly node: string } & Extract<SourceAnswer, { columns: Schema }>;

export type Compiled = {
  readonly graph: BoundGraph;
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** Schema of each port that could be worked out, by `node.port`. */
  readonly ports: ReadonlyMap<string, Schema>;
  readonly sources: readonly SourceFacts[];
};

type Asking<T> = Generator<Need, T, Answer>;

function* ask<K extends Need['need']>(
  need: Extract<Need, { need: K }>,
): Asking<Extract<Answer, { need: K }>> {
  const answer = yield need;
  invariant(answer.need === need.need, `a host answers a ${need.need} need with a ${need.need} answer`);
  return answer as Extract<Answer, { need: K }>;
}

/** State of one compilation; private to this file. */
type State = {
  readonly diagnostics: Diagnostic[];
  readonly relations: Map<string, Relation>;
  readonly sinks: Sink[];
  readonly assertions: Assertion[];
  readonly sources: SourceFacts[];
  readonly titles: ReadonlyMap<string, string>;
  readonly syntax: ReadonlyMap<string, Parsed>;
  /** Lowered sources, looked at before everything else and together. */
  readonly lowered: Map<string, Lowered>;
  readonly described: Map<ScanRel, ScanRel | undefined>;
};

export function* compile({ document, catalogue, values }: CompileInput): Asking<Compiled> {
  const graph = bind(document, catalogue, values);
  const texts = [...new Set(graph.nodes.flatMap(node => (node.disabled ? [] : textsOf(node.params))))];
  const parsed = texts.length === 0 ? [] : (yield* ask({ need: 'syntax', texts })).parsed;
  const state: State = {
    diagnostics: [...graph.diagnostics],
    relations: new Map(),
    sinks: [],
    assertions: [],
    sources: [],
    titles: new Map(document.nodes.map(node => [node.id, node.title ?? node.id])),
    syntax: new Map(texts.map((text, i) => [text, parsed[i] ?? { ok: false, problem: 'it was not parsed' }])),
    lowered: new Map(),
    described: new Map(),
  };
  yield* lookAtSources(graph, state);
  for (const node of graph.nodes) yield* lowerNode(node, state);
  const plan: Plan = {
    relations: [...state.relations.values()],
    sinks: state.sinks,
    assertions: state.assertions,
  };
  state.diagnostics.push(...checkOutputs(graph, state.diagnostics.some(isError)));
  const ports = new Map(
    plan.relations.filter(r => !r.port.startsWith('~')).map(r => [r.name, r.schema] as const),
  );
  return { graph, plan, diagnostics: state.diagnostics, ports, sources: state.sources };
}

const refTo = (name: string): Rel => ({ op: 'ref', name });

/** Sources have no inputs, so all of them are lowered and looked at in one go. */
function* lookAtSources(graph: BoundGraph, state: State): Asking<void> {
  const scans: { node: string; scan: ScanRel }[] = [];
  for (const node of graph.nodes) {
    if (!node.sound || node.disabled || Object.keys(node.kind.inputs).length > 0) continue;
    const lowered = yield* lowerOnce(node, new Map(), state);
    if (lowered === undefined) continue;
    state.lowered.set(node.id, lowered);
    for (const rel of [...Object.values(lowered.locals ?? {}), ...Object.values(lowered.outputs ?? {})])
      eachRel(rel, r => {
        if (r.op === 'scan' && r.columns === undefined) scans.push({ node: node.id, scan: r });
      });
  }
  if (scans.length === 0) return;
  const requests = scans.map(({ node, scan }) => ({
    node,
    connector: scan.connector,
    options: scan.options,
  }));
  const { sources } = yield* ask({ need: 'sources', sources: requests });
  scans.forEach(({ node, scan }, i) => {
    const answer = sources[i];
    if (answer === undefined || 'problem' in answer) {
      if (answer !== undefined) state.diagnostics.push({ ...answer.problem, node });
      state.described.set(scan, undefined);
      return;
    }
    state.sources.push({ node, ...answer });
    state.described.set(scan, { ...scan, options: answer.options, columns: answer.columns });
  });
}

/** Replaces scans by described ones; undefined when one could not be described. */
const withDescribed = (rel: Rel, state: State): Rel | undefined => {
  let missing = false;
  const change = (r: Rel): Rel => {
    if (r.op === 'scan' && r.columns === undefined) {
      const known = state.described.get(r);
      if (known === undefined) missing = true;
      return known ?? r;
    }
    return withInputs(r, change);
  };
  const changed = change(rel);
  return missing ? undefined : changed;
};

/** The tables at a node's inputs, or undefined when one of them is not known. */
const inputTables = (node: BoundNode, state: State): Map<string, InputTable[]> | undefined => {
  const tables = new Map<string, InputTable[]>();
  for (const [port, wires] of node.inputs) {
    const list: InputTable[] = [];
    for (const wire of wires) {
      const relation = state.relations.get(`${wire.node}.${wire.port}`);
      if (relation === undefined) return undefined;
      list.push({ rel: refTo(relation.name), schema: relation.schema, from: wire.node });
    }
    tables.set(port, list);
  }
  return tables;
};

function* lowerNode(node: BoundNode, state: State): Asking<void> {
  const tables = inputTables(node, state);
  if (node.disabled) {
    passThrough(node, tables, state);
    return;
  }
  if (!node.sound || tables === undefined) return;
  const lowered = state.lowered.get(node.id) ?? (yield* lowerOnce(node, tables, state));
  if (lowered === undefined) return;
  for (const problem of lowered.problems ?? []) {
    const { param, message, severity = 'error' } = problem;
    state.diagnostics.push(diagnostic('kind-problem', { message }, { node: node.id, param }, severity));
  }
  for (const [name, rel] of Object.entries(lowered.locals ?? {}))
    yield* addRelation(node, `~${name}`, rel, state);
  for (const [port, rel] of Object.entries(lowered.outputs ?? {})) yield* addRelation(node, port, rel, state);
  for (const [i, sink] of (lowered.sinks ?? []).entries()) {
    const name = yield* addRelation(node, `~sink${i}`, sink.input, state);
    if (name === undefined) continue;
    state.sinks.push({ node: node.id, connector: sink.connector, options: sink.options, input: name });
  }
  for (const [i, assertion] of (lowered.assertions ?? []).entries()) {
    const name = yield* addRelation(node, `~check${i}`, assertion.input, state);
    if (name !== undefined)
      state.assertions.push({ node: node.id, input: name, severity: assertion.severity });
  }
}

/** A disabled node hands its first input on; where there is none, whoever reads it is told. */
const passThrough = (node: BoundNode, tables: Map<string, InputTable[]> | undefined, state: State): void => {
  const first = tables?.values().next().value?.[0];
  const port = Object.keys(node.kind.outputs)[0];
  if (first === undefined || port === undefined) return;
  const name = `${node.id}.${port}`;
  state.relations.set(name, { name, node: node.id, port, rel: first.rel, schema: first.schema });
};

/** Adds a named relation once its columns are known. Gives its name, or undefined when it does not bind. */
function* addRelation(node: BoundNode, port: string, written: Rel, state: State): Asking<string | undefined> {
  const rel = withDescribed(written, state);
  if (rel === undefined) return undefined;
  const name = `${node.id}.${port}`;
  const named = twinColumns(writtenColumns(rel));
  if (named !== undefined) {
    state.diagnostics.push(diagnostic('duplicate-column', named, { node: node.id, port }));
    return undefined;
  }
  // What merely names another relation keeps its columns; nothing needs to be asked.
  const same = rel.op === 'ref' ? state.relations.get(rel.name) : undefined;
  const answer: BindAnswer = same ? { schema: same.schema } : yield* bindRel(rel, state);
  if ('problem' in answer) {
    const known = state.diagnostics.some(d => d.node === node.id && isError(d));
    if (!known)
      state.diagnostics.push(
        diagnostic('does-not-fit', { problem: parserWords(answer.problem) }, { node: node.id }),
      );
    return undefined;
  }
  const twins = twinColumns(answer.schema);
  if (twins !== undefined) {
    state.diagnostics.push(diagnostic('duplicate-column', twins, { node: node.id, port }));
    return undefined;
  }
  const portable = narrowed(rel, answer.schema);
  state.relations.set(name, { name, node: node.id, port, ...portable });
  return name;
}

/** The columns a relation names itself; engines rename the second of two equal ones without a word. */
const writtenColumns = (rel: Rel): Schema => {
  const named =
    rel.op === 'project' || rel.op === 'join'
      ? rel.columns
      : rel.op === 'aggregate'
        ? [...rel.groups, ...rel.aggregates]
        : [];
  return named.map(({ name }) => ({ name, type: '' }));
};

/**
 * Sums of integers are 128 bits wide in DuckDB, which neither Parquet nor Spark can hold: at a port they are BIGINT,
 * and a sum that does not fit fails the run. Columns that a user made HUGEINT stay.
 */
const narrowed = (rel: Rel, schema: Schema): { rel: Rel; schema: Schema } => {
  const made = rel.op === 'project' || rel.op === 'aggregate' ? rel : undefined;
  const exprs =
    made === undefined ? [] : made.op === 'project' ? made.columns : [...made.groups, ...made.aggregates];
  const wide = (name: string, type: string) =>
    type === 'HUGEINT' &&
    exprs.some(e => e.name === name && summed(e.expr)) &&
    !exprs.some(e => e.name === name && e.expr.op === 'cast');
  if (!schema.some(f => wide(f.name, f.type))) return { rel, schema };
  const narrow = schema.map(f => (wide(f.name, f.type) ? { name: f.name, type: 'BIGINT' } : f));
  const columns = schema.map(f => {
    const column = { op: 'column', name: f.name } as const;
    return {
      name: f.name,
      expr: wide(f.name, f.type)
        ? ({ op: 'cast', expr: column, type: 'BIGINT', onError: 'fail' } as const)
        : column,
    };
  });
  return { rel: { op: 'project', input: rel, columns }, schema: narrow };
};

const summed = (expr: Expr): boolean => {
  let found = false;
  eachExpr(expr, e => {
    if ((e.op === 'aggregate' || e.op === 'over') && (e.fn === 'sum' || e.fn === 'count_star')) found = true;
  });
  return found;
};

const twinColumns = (schema: Schema): { column: string; other: string } | undefined => {
  const seen = new Map<string, string>();
  for (const { name } of schema) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) return { column: name, other };
    seen.set(name.toLowerCase(), name);
  }
  return undefined;
};

function* bindRel(rel: Rel, state: State): Asking<BindAnswer> {
  const inputs = new Map<string, Schema>();
  for (const name of refsOf(rel)) {
    const relation = state.relations.get(name);
    if (relation === undefined) return { problem: `its input “${name}” is not known` };
    inputs.set(name, relation.schema);
  }
  return (yield* ask({ need: 'bind', request: { rel, inputs } })).answer;
}

/** Resolves settings, checks formulas, lowers. Undefined when the node cannot be lowered; diagnostics say why. */
function* lowerOnce(
  node: BoundNode,
  tables: ReadonlyMap<string, readonly InputTable[]>,
  state: State,
): Asking<Lowered | undefined> {
  const scopes = new Map<string, PortScope>();
  for (const [port, list] of tables) {
    const first = list[0];
    if (first !== undefined)
      scopes.set(port, { title: state.titles.get(first.from) ?? first.from, schema: first.schema });
  }
  const queryInputs = [...tables.values()].flat().map(t => t.from);
  const resolved = resolve(node.id, node.params, scopes, state.syntax, queryInputs);
  state.diagnostics.push(...resolved.diagnostics);
  if (!resolved.usable) return undefined;
  const fits = yield* checkFormulas(node, resolved.formulas, tables, state);
  if (!fits) return undefined;
  const answers = new Map<string, readonly string[]>();
  for (;;) {
    const attempt = tryLower(node, resolved.params, tables, answers);
    if ('lowered' in attempt) return attempt.lowered;
    const { need, key } = attempt;
    const below = upstream(refsOf(need.rel), state);
    const { values } = yield* ask({
      need: 'distinct',
      node: node.id,
      relation: need.rel,
      column: need.column,
      limit: need.limit,
      below,
    });
    if ('problem' in values) {
      state.diagnostics.push({ ...values.problem, node: node.id });
      return undefined;
    }
    answers.set(key, values);
  }
}

/** Relations that the named ones rest on, in dependency order. */
const upstream = (names: readonly string[], state: State) => {
  const wanted = new Set<string>();
  const waiting = [...names];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (wanted.has(next)) continue;
    wanted.add(next);
    const relation = state.relations.get(next);
    if (relation !== undefined) waiting.push(...refsOf(relation.rel));
  }
  return [...state.relations.values()]
    .filter(r => wanted.has(r.name))
    .map(r => ({ name: r.name, rel: r.rel, schema: r.schema }));
};

type DistinctAsked = { rel: Rel; column: string; limit: number };

/** Internal: stops `lower` at a question that only the data answers; it is lowered again with the answer. */
class Unanswered extends Error {
  readonly need: DistinctAsked;
  readonly key: string;
  constructor(need: DistinctAsked, key: string) {
    super('unanswered');
    this.need = need;
    this.key = key;
  }
}

const tryLower = (
  node: BoundNode,
  params: unknown,
  tables: ReadonlyMap<string, readonly InputTable[]>,
  answers: ReadonlyMap<string, readonly string[]>,
): { lowered: Lowered } | { need: DistinctAsked; key: string } => {
  const context: LowerContext<unknown> = {
    params,
    id: node.id,
    input: (port = 'in') => {
      const table = tables.get(port)?.[0];
      invariant(table !== undefined, `the input ${port} of a ${node.kind.kind} node is connected`);
      return table;
    },
    inputs: port => tables.get(port) ?? [],
    local: name => refTo(`${node.id}.~${name}`),
    distinct: need => {
      const key = JSON.stringify(need);
      const values = answers.get(key);
      if (values === undefined) throw new Unanswered(need, key);
      return values;
    },
  };
  try {
    return { lowered: node.kind.lower(context as LowerContext<never>) };
  } catch (thrown) {
    if (thrown instanceof Unanswered) return { need: thrown.need, key: thrown.key };
    throw thrown;
  }
};

/** Asks the binder for the types of a node's formulas: all in one question, one by one only to find the culprit. */
function* checkFormulas(
  node: BoundNode,
  formulas: readonly ResolvedFormula[],
  tables: ReadonlyMap<string, readonly InputTable[]>,
  state: State,
): Asking<boolean> {
  let fits = true;
  for (const [port, list] of tables) {
    const input = list[0];
    const ofPort = formulas.filter(f => f.formula.port === port);
    if (input === undefined || ofPort.length === 0) continue;
    const together = yield* bindRel(formulaRel(input.rel, ofPort), state);
    for (const [i, formula] of ofPort.entries()) {
      const answer =
        'schema' in together ? together : yield* bindRel(formulaRel(input.rel, [formula]), state);
      const text = formula.formula.text;
      const place = { node: node.id, port, param: formula.param };
      if ('problem' in answer) {
        const problem = binderWords(answer.problem);
        state.diagnostics.push(diagnostic('expression-type', { text, problem }, place));
        fits = false;
        continue;
      }
      const type = answer.schema['schema' in together ? i : 0]?.type ?? '';
      if (
        formula.formula.result === 'boolean' &&
        type !== 'BOOLEAN' &&
        type !== '"NULL"' &&
        type !== 'NULL'
      ) {
        state.diagnostics.push(diagnostic('expression-not-boolean', { text, type }, place));
        fits = false;
      }
    }
  }
  return fits;
}

const formulaRel = (input: Rel, formulas: readonly ResolvedFormula[]): Rel => {
  const columns = formulas.map((f, i) => ({ name: `f${i}`, expr: f.expr }));
  return formulas.some(f => f.formula.allow === 'aggregate')
    ? { op: 'aggregate', input, groups: [], aggregates: columns }
    : { op: 'project', input, columns };
};

/** The binder's words, made fit for a sentence: the first line, without its list of candidates. */
const binderWords = (problem: string): string =>
  parserWords(problem)
    .replace(/^(Binder|Catalog|Conversion|Parser|Invalid Input) Error: /, '')
    .replace(/ You might need to add explicit type casts$/, '') + '.';

export type { Json };
export { fieldNamed };
