/**
 * The compiler: from a document to a plan and its diagnostics. It is pure. Where it lacks a fact it yields a need and
 * goes on with the answer, so a host decides how facts are found and a test answers from a table.
 */
import type { Catalogue, InputTable, Lowered } from '../catalogue/node.ts';
import { queryNames } from '../catalogue/query-names.ts';
import { type Diagnostic, diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { PipelineDocument } from '../graph/document.ts';
import type { ParameterValues } from '../graph/parameters.ts';
import type { ModelFacts } from '../plan/learning.ts';
import type { Plan } from '../plan/plan.ts';
import { type Rel, refsOf } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import { type BoundGraph, type BoundNode, bind } from './bind.ts';
import { checkOutputs } from './check.ts';
import { checkFormulas } from './check-formulas.ts';
import { knownSchema } from './known-schema.ts';
import { leaks } from './leaks.ts';
import { lookAtSources, withDescribed } from './look.ts';
import type { BindAnswer } from './needs.ts';
import { narrowed, twinColumns, writtenColumns } from './portable.ts';
import { type PortScope, resolve, textsOf } from './resolve.ts';
import { type Asking, ask, bindRel, type SourceFacts, type State } from './state.ts';
import { parserWords } from './syntax.ts';
import { refTo, tryLower } from './try-lower.ts';

export type CompileInput = {
  readonly document: PipelineDocument;
  readonly catalogue: Catalogue;
  readonly values: ParameterValues;
};

export type Compiled = {
  readonly graph: BoundGraph;
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** Schema of each port that could be worked out, by `node.port`. */
  readonly ports: ReadonlyMap<string, Schema>;
  readonly sources: readonly SourceFacts[];
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
    measures: [],
    sources: [],
    titles: new Map(document.nodes.map(node => [node.id, node.title ?? node.id])),
    syntax: new Map(texts.map((text, i) => [text, parsed[i] ?? { ok: false, problem: 'it was not parsed' }])),
    lowered: new Map(),
    described: new Map(),
    formulaTypes: new Map(),
    nodes: new Map(graph.nodes.map(node => [node.id, node])),
    estimators: new Map(),
    models: new Map(),
    splits: new Set(graph.nodes.flatMap(node => (node.kind.splits && !node.disabled ? [node.id] : []))),
  };
  yield* lookAtSources(graph, state, lowerOnce);
  for (const node of graph.nodes) yield* lowerNode(node, state);
  const plan: Plan = {
    relations: [...state.relations.values()],
    sinks: state.sinks,
    assertions: state.assertions,
    ...(state.measures.length > 0 && { measures: state.measures }),
  };
  state.diagnostics.push(
    ...leaks({ relations: state.relations, splits: id => state.splits.has(id) }, state.models, state.titles),
    ...checkOutputs(
      graph,
      new Set([...state.assertions, ...state.measures, ...state.sinks].map(({ node }) => node)),
      state.diagnostics.some(isError),
    ),
  );
  const ports = new Map(
    plan.relations.filter(r => !r.port.startsWith('~')).map(r => [r.name, r.schema] as const),
  );
  return { graph, plan, diagnostics: state.diagnostics, ports, sources: state.sources };
}

/** The tables at a node's inputs, or undefined when one of them is not known. */
const inputTables = (node: BoundNode, state: State): Map<string, InputTable[]> | undefined => {
  const tables = new Map<string, InputTable[]>();
  for (const [port, wires] of node.inputs) {
    const list: InputTable[] = [];
    for (const wire of wires) {
      const relation = state.relations.get(`${wire.node}.${wire.port}`);
      if (relation === undefined || !isKnown(node, port, wire, state)) return undefined;
      list.push({ rel: refTo(relation.name), schema: relation.schema, from: wire.node });
    }
    tables.set(port, list);
  }
  return tables;
};

/** An edge that carries no rows is known where what it stands for is. */
const isKnown = (
  node: BoundNode,
  port: string,
  wire: { node: string; port: string },
  state: State,
): boolean => {
  const type = node.kind.inputs[port]?.type;
  const name = `${wire.node}.${wire.port}`;
  if (type === 'estimator') return state.estimators.has(name);
  return type !== 'model' || state.models.has(name);
};

function* lowerNode(node: BoundNode, state: State): Asking<void> {
  const tables = inputTables(node, state);
  if (node.disabled) {
    passThrough(node, tables, state);
    return;
  }
  if (tables === undefined) state.diagnostics.push(...disabledInputs(node, state));
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
  for (const port of lowered.measures ?? [])
    if (state.relations.has(`${node.id}.${port}`))
      state.measures.push({ node: node.id, input: `${node.id}.${port}` });
  for (const [port, spec] of Object.entries(lowered.estimators ?? {}))
    state.estimators.set(`${node.id}.${port}`, spec);
  for (const [port, facts] of Object.entries(lowered.models ?? {}))
    if (state.relations.has(facts.fitted))
      state.models.set(`${node.id}.${port}`, {
        ...facts,
        ...factsInFile(state.relations.get(facts.fitted)?.rel),
      });
  for (const [i, sink] of (lowered.sinks ?? []).entries()) {
    const name = yield* addRelation(node, `~sink${i}`, sink.input, state);
    if (name === undefined) continue;
    const { input: _, ...rest } = sink;
    state.sinks.push({ node: node.id, ...rest, input: name });
  }
  for (const [i, assertion] of (lowered.assertions ?? []).entries()) {
    const name = yield* addRelation(node, `~check${i}`, assertion.input, state);
    if (name !== undefined)
      state.assertions.push({ node: node.id, input: name, severity: assertion.severity });
  }
}

/** What a model file says of itself, found when it was looked at. */
const factsInFile = (rel: Rel | undefined): Partial<Pick<ModelFacts, 'input' | 'output'>> => {
  const options = rel?.op === 'scan' ? rel.options : undefined;
  const said =
    typeof options === 'object' && options !== null && 'model' in options
      ? (options.model as Partial<Pick<ModelFacts, 'input' | 'output'>>)
      : {};
  return { ...(said.input && { input: said.input }), ...(said.output && { output: said.output }) };
};

/** Inputs that come from a disabled node which has nothing to hand on: a source, an estimator, a model, a second output. */
const disabledInputs = (node: BoundNode, state: State): readonly Diagnostic[] =>
  [...node.inputs].flatMap(([port, wires]) =>
    wires.flatMap(wire => {
      const from = state.nodes.get(wire.node);
      if (from === undefined || !from.disabled || handsOn(from)?.port === wire.port) return [];
      return [diagnostic('input-disabled', { from: wire.node }, { node: node.id, port })];
    }),
  );

/** The port at which a disabled node hands its first input on. Rows are handed on as rows, and a model is none. */
const handsOn = (node: BoundNode): { readonly port: string } | undefined => {
  const [port, given] = Object.entries(node.kind.outputs)[0] ?? [];
  const wired = (node.inputs.values().next().value?.length ?? 0) > 0;
  return wired && port !== undefined && given?.type === 'table' ? { port } : undefined;
};

/** A disabled node hands its first input on; where there is none, whoever reads it is told. */
const passThrough = (node: BoundNode, tables: Map<string, InputTable[]> | undefined, state: State): void => {
  const first = tables?.values().next().value?.[0];
  const handed = handsOn(node);
  if (first === undefined || handed === undefined) return;
  const name = `${node.id}.${handed.port}`;
  state.relations.set(name, {
    name,
    node: node.id,
    port: handed.port,
    rel: first.rel,
    schema: first.schema,
  });
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
  const known = knownSchema(rel, {
    schemaOf: relation => state.relations.get(relation)?.schema,
    formulaType: expr => state.formulaTypes.get(expr),
  });
  const answer: BindAnswer = known === undefined ? yield* bindRel(rel, state) : { schema: known };
  if ('problem' in answer) {
    const told = state.diagnostics.some(d => d.node === node.id && isError(d));
    if (!told)
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
  const queryInputs = queryNames([...tables.values()].flat()).map(input => input.name);
  const resolved = resolve(node.id, node.params, scopes, state.syntax, queryInputs);
  state.diagnostics.push(...resolved.diagnostics);
  if (!resolved.usable) return undefined;
  const fits = yield* checkFormulas(node, resolved.formulas, tables, state);
  if (!fits) return undefined;
  const answers = new Map<string, readonly string[]>();
  for (;;) {
    const attempt = tryLower(node, resolved.params, tables, answers, state);
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
