/** The card of a model as a person reads it: what it is, how good it is, then how it was made. */
import { formOf } from '../../engine/catalogue/form.ts';
import { metricOrder } from '../../engine/diagnostics/metric-words.ts';
import { kindOf } from '../store/kinds.ts';
import { figure, metricTitle, wordsOf } from './amounts.ts';
import { methodTitle } from './names.ts';
import type { Row } from './rows.ts';

type Line = { readonly name: string; readonly value: string };
export type CardSection = { readonly title: string; readonly lines: readonly Line[] };

/** In this order. What weighs most is drawn beside the card. */
const sections = [
  ['model', 'Model'],
  ['metric', 'How good it is'],
  ['setting', 'Settings'],
  ['step', 'Steps it repeats'],
  ['input', 'What must come in'],
  ['column', 'Columns as they were when it learned'],
] as const;

const names: Readonly<Record<string, string>> = {
  adds: 'Columns it adds',
  label: 'What it predicts',
};

const yesNo = (value: string): string => (value === 'true' ? 'Yes' : value === 'false' ? 'No' : value);

/** Settings are called as the form of the method calls them. */
const settingName = (method: string, name: string): string => {
  const kind = kindOf(method);
  const field = kind === undefined ? undefined : formOf(kind.params).find(f => f.name === name);
  return field?.label ?? wordsOf(name);
};

const lineOf = (section: string, method: string, name: string, value: string): Line => {
  switch (section) {
    case 'model':
      return { name: names[name] ?? wordsOf(name), value: name === 'method' ? methodTitle(value) : value };
    case 'metric':
      return { name: metricTitle(name), value: figure(name, Number(value)) };
    case 'setting':
      return { name: settingName(method, name), value: yesNo(value) };
    case 'step':
      return { name: wordsOf(name), value };
    default:
      return { name, value };
  }
};

const unmeasured = (title: string): CardSection => ({
  title,
  lines: [
    {
      name: 'Not measured yet',
      value:
        'Apply it to rows that were kept back and evaluate them; a train node keeps the figures of its “Test rows”.',
    },
  ],
});

/** The name of a model is its node's, which is above the card already; what could not be told has no figure. */
const inOrder = (section: string, rows: readonly Row[]): readonly Row[] => {
  const own = rows.filter(r => r.section === section && !(section === 'model' && r.name === 'name'));
  return section === 'metric'
    ? own
        .filter(r => r.value !== '')
        .toSorted((a, b) => metricOrder(String(a.name)) - metricOrder(String(b.name)))
    : own;
};

export const cardSections = (rows: readonly Row[]): readonly CardSection[] => {
  const method = String(rows.find(r => r.section === 'model' && r.name === 'method')?.value ?? '');
  const predicts = rows.some(r => r.section === 'model' && r.name === 'label');
  return sections.flatMap(([section, title]) => {
    const own = inOrder(section, rows);
    if (section === 'metric' && own.length === 0 && predicts) return [unmeasured(title)];
    const lines = own.map(r => lineOf(section, method, String(r.name), String(r.value ?? '')));
    return lines.length === 0 ? [] : [{ title, lines }];
  });
};
