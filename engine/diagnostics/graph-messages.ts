import { counted, didYouMean, listed, quoted, visible } from './words.ts';

type Path = readonly (string | number)[];
type Position = { line: number; column: number };

const expectedWords = {
  value: 'a value',
  key: 'a key in double quotes',
  colon: 'a colon after the key',
  'comma-or-brace': 'a comma or }',
  'comma-or-bracket': 'a comma or ]',
  end: 'the end of the file',
  digit: 'a digit',
  escape: 'an escape such as \\n or \\\\',
  'closing-quote': 'the closing quote of a text',
};

const hintWords = {
  'trailing-comma': ' Remove the comma before it.',
  comment: ' JSON has no comments: write it into a “comment” field.',
  'line-break': ' A text ends on its line: write \\n for a line break, or close the quote.',
  'single-quote': ' JSON takes double quotes.',
  'number-word': ' JSON has no such number: write it as text in quotes.',
};

const shapeWords = {
  text: 'text in quotes',
  number: 'a number',
  version: 'a whole number from 1',
  boolean: 'true or false',
  object: 'an object in { }',
  list: 'a list in [ ]',
  point: 'two numbers such as [0, 0]',
  scalar: 'text, a number, true or false',
};

const parameterWords = {
  path: 'a path',
  string: 'text',
  integer: 'a whole number such as 42',
  number: 'a number such as 0.5, of at most 15 digits',
  boolean: 'true or false',
  date: 'a date such as 2024-02-29',
};

const parts: Readonly<Record<string, string>> = {
  nodes: 'node',
  edges: 'edge',
  groups: 'group',
  comments: 'comment',
};

/** A place of the document in words; people count from 1. */
const inWords = (path: Path): string => {
  const [first, second, ...rest] = path;
  if (first === undefined) return 'the document';
  const deeper = rest.length === 0 ? '' : `, ${quoted(rest.join('.'))}`;
  const part = Object.hasOwn(parts, first) ? parts[first] : undefined;
  if (part !== undefined && typeof second === 'number') return `${part} ${second + 1}${deeper}`;
  if (first === 'parameters' && second !== undefined) return `parameter ${quoted(String(second))}${deeper}`;
  return quoted(path.join('.'));
};

const from = (d: Position): string => `line ${d.line}, column ${d.column}`;
const megabytes = (bytes: number): string => `${bytes / 1_000_000} MB`;

/** Sentences about the pipeline file as a document. */
export const graphMessages = {
  'file-too-large': (d: { bytes: number; limit: number }) =>
    `The pipeline file has ${(d.bytes / 1_000_000).toFixed(1)} MB; at most ${megabytes(d.limit)} are read. A pipeline holds steps, not data: put data into files of its own.`,
  'empty-file': (_: Record<string, never>) =>
    'The pipeline file is empty. Restore it from a backup or version control, or start a new pipeline.',
  'wrong-encoding': (d: { encoding: 'UTF-16' | 'UTF-32' }) =>
    `The pipeline file is written in ${d.encoding}. Save it as UTF-8.`,
  'not-utf8': (d: Position) =>
    `The pipeline file is not UTF-8: ${from(d)} holds a byte of another encoding. Save it as UTF-8.`,
  'nul-byte': (d: Position) =>
    `The pipeline file holds a NUL byte at ${from(d)}, which no text has: it is damaged or not a pipeline file. Restore it from a backup or version control.`,
  'merge-conflict': (d: Position & { conflicts: number }) =>
    `The pipeline file has ${counted(d.conflicts, 'unresolved merge conflict')}, the first in line ${d.line}. Keep one side of each and remove the lines with <<<<<<<, ======= and >>>>>>>.`,
  'not-json': (
    d: Position & { expected: keyof typeof expectedWords; found: string; hint?: keyof typeof hintWords },
  ) =>
    `The pipeline file is not JSON at ${from(d)}: there should be ${expectedWords[d.expected]}, but ${
      d.found === '' ? 'the file ends there; it may be cut off' : `there is ${quoted(d.found)}`
    }.${d.hint === undefined ? '' : hintWords[d.hint]}`,
  'too-deep': (d: Position & { limit: number }) =>
    `The pipeline file nests more than ${d.limit} objects and lists at ${from(d)}. Flatten what is there.`,
  'text-too-long': (d: Position & { limit: number }) =>
    `The text at ${from(d)} is too long: a text must be shorter than ${megabytes(d.limit)}. Put it into a file of its own.`,
  'too-many-json-values': (d: Position & { limit: number }) =>
    `The pipeline file holds more than ${d.limit} values. Put data into files of its own.`,
  'too-many-json-keys': (d: Position & { limit: number }) =>
    `The objects around ${from(d)} have more than ${d.limit} keys. Put data into files of its own.`,
  'duplicate-key': (d: Position & { key: string; path: Path }) =>
    `The key ${quoted(d.key)} stands twice in ${inWords(d.path)} (${from(d)}). Remove one: only one of them could count.`,
  'inexact-number': (d: Position & { written: string; path: Path }) =>
    `The number ${visible(d.written, 40)} in ${inWords(d.path)} (${from(d)}) cannot be kept exactly. Write it as text in quotes: "${visible(d.written, 40)}".`,
  'not-a-pipeline': (d: { found?: string; format: string }) =>
    `This file is JSON but not a pipeline: ${
      d.found === undefined ? 'it has no “format” field' : `its format is ${quoted(d.found)}`
    }, and a pipeline says "format": "${d.format}".`,
  'newer-version': (d: { found: number; known: number }) =>
    `This pipeline was saved in version ${d.found} of the file format; this program knows versions up to ${d.known}. Open it with a newer Millrace.`,
  'missing-field': (d: { path: Path; field: string; expected: keyof typeof shapeWords }) =>
    `The field ${quoted(d.field)} is missing in ${inWords(d.path)}. Add it: ${shapeWords[d.expected]}.`,
  'wrong-field': (d: { path: Path; expected: keyof typeof shapeWords; found: string }) =>
    `There is ${d.found} in ${inWords(d.path)}, but it should be ${shapeWords[d.expected]}.`,
  'wrong-choice': (d: { path: Path; choices: readonly string[]; found: string }) =>
    `There is ${d.found} in ${inWords(d.path)}. It can be: ${listed(d.choices)}.`,
  'too-many-nodes': (d: { found: number; limit: number }) =>
    `The pipeline has ${d.found} nodes; at most ${d.limit} are read. Split it into several pipelines.`,
  'too-many-edges': (d: { found: number; limit: number }) =>
    `The pipeline has ${d.found} edges; at most ${d.limit} are read. Split it into several pipelines.`,
  'too-many-parameters': (d: { found: number; limit: number }) =>
    `The pipeline has ${d.found} parameters; at most ${d.limit} are read.`,
  'too-many-groups': (d: { found: number; limit: number }) =>
    `The pipeline has ${d.found} groups; at most ${d.limit} are read.`,
  'too-many-comments': (d: { found: number; limit: number }) =>
    `The pipeline has ${d.found} comments; at most ${d.limit} are read.`,
  'list-too-long': (d: { path: Path; found: number; limit: number }) =>
    `There are ${d.found} entries in ${inWords(d.path)}; at most ${d.limit} are read.`,
  'more-problems': (d: { limit: number }) =>
    `There are more than ${d.limit} problems. Solve those above first; the others show then.`,
  'bad-node-id': (d: { id: string }) =>
    `${quoted(d.id)} cannot be a node's id. An id is a letter, then letters (a–z), digits and _, at most 64 characters. For any other name use the title.`,
  'bad-group-id': (d: { id: string }) =>
    `${quoted(d.id)} cannot be a group's id. An id is a letter, then letters (a–z), digits and _, at most 64 characters. For any other name use the title.`,
  'duplicate-node-id': (d: { id: string; count: number }) =>
    `The id ${quoted(d.id)} belongs to ${d.count} nodes or groups. Rename all but one of them.`,
  'similar-node-ids': (d: { id: string; other: string }) =>
    `The ids ${quoted(d.id)} and ${quoted(d.other)} differ only in upper and lower case, which SQL does not tell apart. Rename one of them.`,
  'bad-parameter-name': (d: { name: string }) =>
    `${quoted(d.name)} cannot be a parameter's name. A name is a letter, then letters (a–z), digits and _, at most 64 characters.`,
  'malformed-edge': (d: { from: string; to: string; end: 'from' | 'to' }) =>
    `The edge from ${quoted(d.from)} to ${quoted(d.to)} has no readable ${d.end === 'from' ? 'start' : 'end'}. Write “node.port”, or the node's id alone.`,
  'dangling-edge': (d: { from: string; to: string; missing: string; near?: string }) =>
    `The edge from ${quoted(d.from)} to ${quoted(d.to)} needs a node ${quoted(d.missing)}, and there is none.${
      d.near === undefined ? ' Add the node or remove the edge.' : didYouMean(d.near)
    }`,
  'self-loop': (d: { node: string }) =>
    `Node ${quoted(d.node)} is connected to itself. Remove that edge: a step cannot use its own result.`,
  'duplicate-edge': (d: { from: string; to: string }) =>
    `The edge from ${quoted(d.from)} to ${quoted(d.to)} is there twice. Remove one.`,
  cycle: (d: { nodes: readonly string[] }) =>
    `The nodes ${listed(d.nodes)} form a circle: each needs the result of the one before it. Remove one of the edges between them.`,
  'unknown-group-member': (d: { group: string; member: string; near?: string }) =>
    `The group ${quoted(d.group)} lists ${quoted(d.member)}, and there is no such node.${
      d.near === undefined ? ' Remove it from the group.' : didYouMean(d.near)
    }`,
  'shared-group-member': (d: { groups: readonly string[]; member: string }) =>
    `Node ${quoted(d.member)} is in several groups: ${listed(d.groups)}. Leave it in one.`,
  'unknown-parameter': (d: { name: string; known: readonly string[]; near?: string }) =>
    /^[A-Za-z]\w*$/.test(d.name)
      ? `There is no parameter ${quoted(d.name)}. Parameters: ${listed(d.known)}.${didYouMean(d.near)}`
      : `${quoted(`\${${d.name}}`)} takes a parameter, and ${quoted(d.name)} cannot be one's name. Parameters: ${listed(d.known)}. To write the characters themselves, double the $.`,
  'parameter-without-value': (d: { name: string }) =>
    `This takes the parameter ${quoted(d.name)}, which has no value yet. Give it one, or a default.`,
  'unclosed-parameter': (d: { text: string }) =>
    `In ${quoted(visible(d.text, 40))} the closing } of a parameter is missing. Add it, or double the $ to write the characters themselves.`,
  'bad-secret-name': (d: { name: string }) =>
    `${quoted(d.name)} cannot be the name of an environment variable: those are letters, digits and _. Write \${env:NAME}.`,
  'expansion-too-large': (d: { limit: number }) =>
    `With its parameters put in, this grows past ${d.limit} characters. Use shorter values, or read them from a file.`,
  'parameter-cycle': (d: { names: readonly string[] }) =>
    `The defaults of the parameters ${listed(d.names)} need each other in a circle. Give one of them a default without \${…}.`,
  'missing-parameter': (d: { name: string; type: string }) =>
    `The parameter ${quoted(d.name)} (${d.type}) has no default and no value was given. Give one: --param ${visible(d.name)}=…`,
  'unknown-given-parameter': (d: { name: string; known: readonly string[]; near?: string }) =>
    `A value was given for ${quoted(d.name)}, but the pipeline has no such parameter. Parameters: ${listed(d.known)}.${didYouMean(d.near)}`,
  'bad-parameter-value': (d: {
    name: string;
    value: string;
    type: keyof typeof parameterWords;
    given: boolean;
  }) =>
    `The parameter ${quoted(d.name)} takes ${parameterWords[d.type]}, but ${d.given ? 'the value given' : 'its default'} is ${quoted(visible(d.value, 60))}.`,
  'bad-parameter-choice': (d: { name: string; value: string; choices: readonly string[]; given: boolean }) =>
    `The parameter ${quoted(d.name)} can be: ${listed(d.choices)}; ${d.given ? 'the value given' : 'its default'} is ${quoted(visible(d.value, 60))}.`,
};
