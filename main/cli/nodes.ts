import type { Example, ExampleTable, NodeKind } from '../../engine/catalogue/node.ts';
import { nearestKind } from '../../engine/compile/nearest-kind.ts';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { kinds } from '../../nodes/index.ts';
import { readArgs, UsageError } from './args.ts';
import { kindFacts, type ParamLine, paramLines, paramsSchema } from './kind-schema.ts';
import { json, print, tableText } from './output.ts';

export const summary = 'List the node kinds, or explain one';
export const usage = 'millrace nodes [KIND] [--json]';
export const help = `  --json               one JSON object a line; a kind's params are a JSON Schema`;

/** The catalogue by category, or one kind with its settings, ports and examples. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, { json: { type: 'boolean' } });
  const [name, ...rest] = args.positionals;
  if (rest.length > 0) throw new UsageError(`One kind at a time: “${rest.join(' ')}” is too much.`);
  const wanted = name === undefined ? kinds : kinds.filter(k => k.kind === name);
  const [only] = wanted;
  if (only === undefined) throw new UsageError(unknownKind(name ?? ''));
  if (args.values.json === true) for (const kind of wanted) json(kindFacts(kind));
  else print(name === undefined ? overview() : page(only));
  return 0;
};

const unknownKind = (kind: string): string =>
  engineError('unknown-kind', {
    kind,
    near: nearestKind(kind, kinds) ?? null,
  }).message;

const overview = (): string => {
  const width = Math.max(...kinds.map(k => k.kind.length));
  return [...new Set(kinds.map(k => k.category))]
    .map(category =>
      [
        category,
        ...kinds.filter(k => k.category === category).map(k => `  ${k.kind.padEnd(width)}  ${k.summary}`),
      ].join('\n'),
    )
    .join('\n\n');
};

const page = (kind: NodeKind): string => {
  const parts = [`${kind.kind}: ${kind.title}`, kind.summary, kind.docs ?? ''];
  const lines = paramLines(paramsSchema(kind));
  if (lines.length > 0) parts.push(`Settings\n${lines.map(settingText).join('\n')}`);
  parts.push(portsText('Inputs', kind.inputs), portsText('Outputs', kind.outputs));
  parts.push(...kind.examples.map(exampleText));
  return parts.filter(part => part !== '').join('\n\n');
};

const settingText = (line: ParamLine): string => {
  const fallback = line.default === undefined ? '' : `, ${JSON.stringify(line.default)} if not set`;
  const said = [line.label, line.help].filter(text => text !== undefined).join('. ');
  const first = `  ${line.name} (${line.type}${line.required ? ', required' : ''}${fallback})`;
  const below = (line.settings ?? []).map(inner => indented(settingText(inner)));
  return [first, ...(said === '' ? [] : [`      ${said}`]), ...below].join('\n');
};

const portsText = (title: string, ports: NodeKind['inputs']): string => {
  const lines = Object.entries(ports).map(([name, port]) => {
    const more = [port.optional ? 'optional' : '', port.many ? 'any number' : ''].filter(t => t !== '');
    return `  ${name} (${[port.type, ...more].join(', ')})  ${port.label}`;
  });
  return lines.length === 0 ? '' : [title, ...lines].join('\n');
};

const exampleText = (example: Example): string => {
  const tables = Object.entries(example.inputs ?? {}).flatMap(([port, given]) =>
    (isTables(given) ? given : [given]).map(t => `  ${port}:\n${indented(exampleTable(t))}`),
  );
  const files = Object.entries(example.files ?? {}).map(([name, text]) => `  ${name}:\n${indented(text)}`);
  const results = Object.entries(example.outputs ?? {}).map(
    ([port, t]) => `  gives at ${port}:\n${indented(exampleTable(t))}`,
  );
  const writes = Object.entries(example.writes ?? {}).map(
    ([name, text]) => `  writes ${name}:\n${indented(text)}`,
  );
  return [
    `Example: ${example.title}`,
    `  params: ${JSON.stringify(example.params)}`,
    ...files,
    ...tables,
    ...results,
    ...writes,
  ].join('\n');
};

const isTables = (t: ExampleTable | readonly ExampleTable[]): t is readonly ExampleTable[] =>
  Array.isArray(t);

const exampleTable = (t: ExampleTable): string =>
  tableText(
    t.columns,
    t.rows.map(row => row.map(v => (v === null ? null : typeof v === 'string' ? v : JSON.stringify(v)))),
    100,
  );

const indented = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map(line => `    ${line}`)
    .join('\n');
