/** The page docs/functions.md: every function with its meaning, an example, and what it is on Spark. */
import { type FunctionInfo, type FunctionName, functionInfo } from '../plan/functions.ts';
import { aggregateFunctions } from '../plan/functions-aggregate.ts';
import { dateFunctions } from '../plan/functions-date.ts';
import { mathFunctions } from '../plan/functions-math.ts';
import { nestedFunctions } from '../plan/functions-nested.ts';
import { scalarFunctions } from '../plan/functions-scalar.ts';
import { textFunctions } from '../plan/functions-text.ts';
import { sparkReason } from './functions.ts';

type Section = { readonly title: string; readonly names: readonly FunctionName[] };

const namesOf = (table: object): readonly FunctionName[] => Object.keys(table) as FunctionName[];

const families = [
  { title: 'Numbers', names: namesOf(mathFunctions) },
  { title: 'Text', names: namesOf(textFunctions) },
  { title: 'Dates and times', names: namesOf(dateFunctions) },
  { title: 'Lists, structs, maps and JSON', names: namesOf(nestedFunctions) },
];

const sections = (): readonly Section[] => {
  const inFamily = new Set(families.flatMap(f => f.names));
  const ofKind = (kind: FunctionInfo['kind']) =>
    namesOf(aggregateFunctions).filter(name => functionInfo(name).kind === kind);
  return [
    { title: 'Comparisons and general', names: namesOf(scalarFunctions).filter(n => !inFamily.has(n)) },
    ...families,
    { title: 'Aggregates', names: ofKind('aggregate') },
    { title: 'Row windows', names: ofKind('window') },
  ];
};

/** Text for a cell of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

const row = (name: FunctionName): string => {
  const { signature, summary, example, aliases } = functionInfo(name);
  const spellings = (aliases ?? []).filter(a => /^[a-z]\w*$/.test(a) && !signature.startsWith(a));
  const also = spellings.length === 0 ? '' : ` Also ${spellings.map(code).join(', ')}.`;
  const shown =
    example === undefined
      ? ''
      : `${code(example[0])} gives ${example[1] === null ? 'null' : code(example[1])}`;
  const reason = sparkReason(name);
  return `| ${[code(signature), `${summary}.${also}`, shown, reason === undefined ? 'yes' : `no: ${reason}`].map(cell).join(' | ')} |`;
};

/** The page as Markdown. */
export const functionsPage = (): string =>
  `${[
    '# Functions',
    'What formulas may use. Names are read in any letter case. A function that is not here cannot be used, which is also what keeps formulas from reading files and settings.',
    'The last column says whether `millrace export --format pyspark` writes the function. “Yes” means that both engines give the same value, which the Spark tests check; some of these ask that a pattern, a separator or a number is written down and does not come from a column. [Semantics](semantics.md) says what a formula means where engines differ.',
    ...sections().flatMap(({ title, names }) => [
      `## ${title}`,
      ['| function | meaning | example | on Spark |', '| --- | --- | --- | --- |', ...names.map(row)].join(
        '\n',
      ),
    ]),
  ].join('\n\n')}\n`;
