/** Marks as they come from an engine, and how much of the rows they show. */
import { type Chart, type ChartData, type ChartField, most } from './declare.ts';
import { ofRows } from './marks.ts';
import { ofField } from './marks-of-kinds.ts';

type Cell = ChartData['rows'][number][number];

/** `rows` are those of a chart's marks, in the order of `columns`. */
export const chartDataOf = (
  kind: Chart['kind'],
  fields: readonly ChartField[],
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): ChartData => {
  const told = (name: string): number => Number(rows[0]?.[columns.indexOf(name)] ?? 0);
  const places = fields.map(({ name }) => columns.indexOf(name));
  const marks = rows.map(row => places.map(at => row[at] ?? null));
  const of = told(ofRows);
  const names = ['x', 'y'].map(name => told(ofField(name))).find(count => count > most.categories);
  const colours = told(ofField('colour'));
  const isSample = kind === 'scatter' && marks.length === most.points && of > most.points;
  const shown: ChartData['shown'] = isSample
    ? { what: 'rows', count: marks.length, of }
    : names !== undefined
      ? { what: 'categories', count: most.categories, of: names }
      : colours > most.colours
        ? { what: 'colours', count: most.colours, of: colours }
        : undefined;
  return { fields: [...fields], rows: marks, of, ...(shown && { shown }) };
};
