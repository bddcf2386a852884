/** docs/nodes.md: the catalogue as a page, read off the declarations. */
import type { Example, ExampleTable, NodeKind, Ports } from '../../engine/catalogue/node.ts';
import type { Json } from '../../engine/schema/types.ts';
import { paramLines, paramsSchema } from './kind-schema.ts';

/** The whole page. */
export const nodesPage = (kinds: readonly NodeKind[]): string => {
  const categories = [...new Set(kinds.map(k => k.category))];
  const contents = categories.map(
    category =>
      `- **${category}**: ${kinds
        .filter(k => k.category === category)
        .map(k => `[${k.kind}](#${k.kind})`)
        .join(', ')}`,
  );
  const sections = categories.flatMap(category => [
    `## ${category}`,
    ...kinds.filter(k => k.category === category).map(kindSection),
  ]);
  return `${[
    '# Node kinds',
    'Made from the declarations in `nodes/` by `npm run docs`. The examples here are the tests: every one of them is run.',
    contents.join('\n'),
    ...sections,
  ].join('\n\n')}\n`;
};

const kindSection = (kind: NodeKind): string =>
  [
    `### ${kind.kind}`,
    `${kind.summary}`,
    ...(kind.docs === undefined ? [] : [kind.docs.trim()]),
    settings(kind),
    ports('Inputs', kind.inputs),
    ports('Outputs', kind.outputs),
    ...(kind.unsupported?.spark === undefined ? [] : [`Not on Spark: ${kind.unsupported.spark}`]),
    ...kind.examples.map(exampleSection),
  ]
    .filter(part => part !== '')
    .join('\n\n');

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

const settings = (kind: NodeKind): string => {
  const lines = paramLines(paramsSchema(kind));
  if (lines.length === 0) return '';
  const rows = lines.map(line => {
    const fallback = line.required
      ? 'required'
      : line.default === undefined
        ? ''
        : `\`${JSON.stringify(line.default)}\``;
    const said = [line.label, line.help].filter(text => text !== undefined).join('. ');
    return `| \`${line.name}\` | ${cell(line.type)} | ${cell(fallback)} | ${cell(said)} |`;
  });
  return ['| setting | takes | if not set | |', '| --- | --- | --- | --- |', ...rows].join('\n');
};

const ports = (title: string, all: Ports): string => {
  const parts = Object.entries(all).map(([name, port]) => {
    const notes = [port.optional ? 'optional' : '', port.many ? 'any number' : '']
      .filter(t => t !== '')
      .join(', ');
    return `\`${name}\`${notes === '' ? '' : ` (${notes})`}: ${port.label.toLowerCase()}${port.help ? `. ${port.help}` : ''}`;
  });
  return parts.length === 0 ? '' : `${title}: ${parts.join('; ')}`;
};

const isTables = (t: ExampleTable | readonly ExampleTable[]): t is readonly ExampleTable[] =>
  Array.isArray(t);

const exampleSection = (example: Example): string => {
  const inputs = Object.entries(example.inputs ?? {}).flatMap(([port, given]) =>
    (isTables(given) ? given : [given]).map(t => `At \`${port}\`:\n\n${exampleTable(t)}`),
  );
  const files = Object.entries(example.files ?? {}).map(([name, text]) => `\`${name}\`:\n\n${fenced(text)}`);
  const outputs = Object.entries(example.outputs ?? {}).map(
    ([port, t]) => `gives at \`${port}\`:\n\n${exampleTable(t)}`,
  );
  const writes = Object.entries(example.writes ?? {}).map(
    ([name, text]) => `writes \`${name}\`:\n\n${fenced(text)}`,
  );
  return [
    `**${example.title}**`,
    fenced(JSON.stringify(example.params, null, 1).replace(/\n\s*/g, ' '), 'json'),
    ...files,
    ...inputs,
    ...outputs,
    ...writes,
  ].join('\n\n');
};

const fenced = (text: string, language = ''): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

const exampleTable = (t: ExampleTable): string => {
  const head = `| ${t.columns.map(c => cell(`${c.name} ${c.type}`)).join(' | ')} |`;
  const rule = `| ${t.columns.map(() => '---').join(' | ')} |`;
  const rows = t.rows.map(row => `| ${row.map(v => cell(cellText(v))).join(' | ')} |`);
  return [head, rule, ...rows].join('\n');
};

const cellText = (value: Json): string =>
  value === null
    ? '∅'
    : typeof value === 'string'
      ? value === ''
        ? '(empty)'
        : value
      : JSON.stringify(value);
