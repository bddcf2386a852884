import { counted, didYouMean, listed, quoted } from './words.ts';

/** Sentences about nodes, settings, columns and expressions. */
export const compileMessages = {
  'unknown-kind': (d: { kind: string; near: string | null }) =>
    `There is no node kind ${quoted(d.kind)}.${didYouMean(d.near)} See “millrace nodes” for all of them.`,
  'newer-kind-version': (d: { kind: string; version: number; known: number }) =>
    `This ${d.kind} node has version ${d.version}; this Millrace knows versions up to ${d.known}. Update Millrace to open it.`,
  'unknown-param': (d: { param: string; params: string[]; near: string | null }) =>
    `There is no setting ${quoted(d.param)} here. Settings: ${listed(d.params)}.${didYouMean(d.near)}`,
  'missing-param': (d: { param: string; expected: string }) =>
    `The setting ${quoted(d.param)} is missing. It takes ${d.expected}.`,
  'bad-param': (d: { param: string; problem: string }) =>
    `The setting ${quoted(d.param)} is wrong: ${d.problem}${/[.?]$/.test(d.problem) ? '' : '.'}`,
  'kind-problem': (d: { message: string }) => d.message,
  'missing-input': (d: { port: string; label: string }) =>
    `Nothing is connected to the input ${quoted(d.port)} (${d.label}). Draw an edge to it.`,
  'unknown-port': (d: { port: string; side: 'input' | 'output'; ports: string[]; near: string | null }) =>
    d.ports.length === 0
      ? `This node has no ${d.side}, so ${quoted(d.port)} cannot be connected.`
      : `There is no ${d.side} ${quoted(d.port)} here. ${d.side === 'input' ? 'Inputs' : 'Outputs'}: ${listed(d.ports)}.${didYouMean(d.near)}`,
  'ambiguous-port': (d: { side: 'input' | 'output'; ports: string[] }) =>
    `This node has several ${d.side}s: write which one, as “node.port”. ${d.side === 'input' ? 'Inputs' : 'Outputs'}: ${listed(d.ports)}.`,
  'input-taken': (d: { port: string; from: string[] }) =>
    `The input ${quoted(d.port)} takes one edge, but ${d.from.length} lead to it: from ${listed(d.from)}. Remove all but one.`,
  'wrong-port-type': (d: { from: string; gives: string; takes: string }) =>
    `${quoted(d.from)} gives a ${d.gives}, but this input takes a ${d.takes}.`,
  'input-disabled': (d: { from: string }) =>
    `The input comes from ${quoted(d.from)}, which is disabled and has nothing to hand on there. Enable it or connect another node.`,
  'unused-output': (d: { node: string }) =>
    `Nothing uses the rows of ${quoted(d.node)}, so it will not run. Connect it to a sink or remove it.`,
  'no-outputs': (_: Record<string, never>) =>
    'The pipeline writes nothing. Add a sink, such as write-parquet, or preview a node.',
  'unknown-column': (d: { column: string; table: string; columns: string[]; near: string | null }) =>
    `Column ${quoted(d.column)} is not in ${quoted(d.table)}. Columns: ${listed(d.columns)}.${didYouMean(d.near)}`,
  'wrong-column-type': (d: { column: string; type: string; expected: string; near: string[] }) =>
    `Column ${quoted(d.column)} is ${d.type}, but this setting takes ${d.expected}.${
      d.near.length === 0 ? ' Convert it first with a cast node.' : ` Columns that fit: ${listed(d.near)}.`
    }`,
  'duplicate-column': (d: { column: string; other: string }) =>
    d.column === d.other
      ? `Two columns would be named ${quoted(d.column)}. Give one another name.`
      : `The columns ${quoted(d.column)} and ${quoted(d.other)} differ only in letter case, which engines treat as the same name. Give one another name.`,
  'bad-column-name': (d: { column: string; reason: string }) =>
    `A column cannot be named ${quoted(d.column)}: ${d.reason}.`,
  'expression-syntax': (d: { text: string; problem: string }) =>
    `The expression ${quoted(d.text)} cannot be read: ${d.problem}.`,
  'expression-refused': (d: { text: string; found: string; hint: string }) =>
    `The expression ${quoted(d.text)} holds ${d.found}, which is not allowed here. ${d.hint}`,
  'expression-type': (d: { text: string; problem: string }) =>
    `The expression ${quoted(d.text)} does not fit: ${d.problem}`,
  'expression-not-boolean': (d: { text: string; type: string }) =>
    `The condition ${quoted(d.text)} gives ${d.type}, not true or false. Compare it with something, such as “… > 0” or “… is not null”.`,
  'unknown-function': (d: { name: string; near: string | null }) =>
    `There is no function ${quoted(d.name)}.${didYouMean(d.near)} The functions are listed in docs/functions.md.`,
  'bad-type': (d: { type: string; near: string | null }) =>
    `${quoted(d.type)} is not a data type. Common types: BIGINT, DOUBLE, DECIMAL(18,2), VARCHAR, BOOLEAN, DATE, TIMESTAMP.${didYouMean(d.near)}`,
  'does-not-fit': (d: { problem: string }) => `This step does not fit its input: ${d.problem}`,
  'secret-not-allowed': (d: { name: string }) =>
    `The secret \${env:${d.name}} cannot be used in this setting: its value could end up in a file. Use a parameter instead.`,
  'query-syntax': (d: { problem: string }) => `The query cannot be read: ${d.problem}.`,
  'query-refused': (d: { found: string; hint: string }) =>
    `The query holds ${d.found}, which is not allowed. ${d.hint}`,
  'query-unknown-table': (d: { table: string; tables: string[]; near: string | null }) =>
    `The query reads ${quoted(d.table)}, which is not an input of this node. Inputs: ${listed(d.tables)}.${didYouMean(d.near)}`,
  'output-is-input': (d: { path: string; node: string }) =>
    `${quoted(d.path)} is also read by ${quoted(d.node)}. Write to another file, so that a failed run cannot destroy its own input.`,
  'output-twice': (d: { path: string; node: string }) =>
    `${quoted(d.path)} is also written by ${quoted(d.node)}. Give one of them another path.`,
  'unsupported-in-sql': (d: { what: string; reason: string }) =>
    `${d.what} cannot be exported to SQL: ${d.reason}.`,
  'unsupported-on-spark': (d: { what: string; reason: string }) =>
    `${d.what} cannot be exported to Spark: ${d.reason}.`,
  'unknown-node': (d: { node: string; nodes: string[]; near: string | null }) =>
    `There is no node ${quoted(d.node)} in this pipeline. Nodes: ${listed(d.nodes)}.${didYouMean(d.near)}`,
  'too-many-values': (d: { column: string; limit: number }) =>
    `Column ${quoted(d.column)} has more than ${counted(d.limit, 'distinct value')}. List the values you want in the settings.`,
};
