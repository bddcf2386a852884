/** Choosing a chart: a first one that fits, the same as another kind, and what is wrong with a choice. */
import { type DataType, familyOf, fieldNamed, type Schema } from '../schema/types.ts';
import { type Chart, chartChoices } from './declare.ts';

export const isNumber = (type: DataType): boolean => ['integer', 'decimal', 'float'].includes(familyOf(type));

/** A chart that says something about these columns before anybody chose. */
export const firstChart = (columns: Schema): Chart => {
  const number = columns.find(c => isNumber(c.type) && !/(^|_)id$/i.test(c.name));
  const category = columns.find(c => ['text', 'boolean'].includes(familyOf(c.type)));
  const [any] = columns;
  if (category !== undefined)
    return {
      kind: 'bar',
      x: category.name,
      aggregate: number === undefined ? 'count' : 'sum',
      ...(number !== undefined && { y: number.name }),
    };
  return { kind: 'histogram', x: number?.name ?? any?.name ?? '', aggregate: 'count' };
};

/** The column whose numbers are summed up, if any is. */
export const measuredBy = (chart: Chart): string | undefined => {
  switch (chart.kind) {
    case 'bar':
    case 'line':
      return chart.aggregate === 'count' ? undefined : chart.y;
    case 'box':
      return chart.y;
    case 'heat':
      return chart.aggregate === 'count' ? undefined : chart.colour;
    case 'scatter':
    case 'histogram':
      return undefined;
  }
};

/** The same choice as another kind of chart: what was no number to sum up is counted instead. */
export const asKind = (chart: Chart, kind: Chart['kind'], columns: Schema): Chart => {
  const next = { ...chart, kind };
  const summed = measuredBy(next);
  const fits = columns.some(c => c.name === summed && isNumber(c.type));
  return fits || chartChoices[kind].aggregate !== true ? next : { ...next, aggregate: 'count' };
};

/** Only what counts for the kind of chart: the others are leftovers of choices before. */
export const onlyCounting = ({ kind, x, y, colour, aggregate }: Chart): Chart => {
  const choices = chartChoices[kind];
  const counted = choices.aggregate === true && aggregate === 'count';
  return {
    kind,
    x,
    ...(y !== undefined && choices.y !== undefined && !(counted && kind !== 'heat') && { y }),
    ...(colour !== undefined && choices.colour !== undefined && !(counted && kind === 'heat') && { colour }),
    aggregate: choices.aggregate === true ? aggregate : 'count',
  };
};

export type ChartProblem = { readonly param: 'x' | 'y' | 'colour'; readonly message: string };

/** What is wrong with the choice, before the engine is asked; columns come and go with edits. */
export const chartProblem = (chosen: Chart, columns: Schema): ChartProblem | undefined => {
  const chart = onlyCounting(chosen);
  if (chart.x === '') return { param: 'x', message: 'Choose a column for the horizontal axis.' };
  for (const param of ['x', 'y', 'colour'] as const) {
    const name = chart[param];
    if (name !== undefined && fieldNamed(columns, name) === undefined)
      return { param, message: `The column “${name}” is not there any more. Choose another one.` };
  }
  if ((chart.kind === 'scatter' || chart.kind === 'heat') && chart.y === undefined)
    return { param: 'y', message: 'Choose a column for the vertical axis.' };
  if (chart.kind === 'box' && chart.y === undefined)
    return { param: 'y', message: 'Choose the column whose spread is shown.' };
  const summed = measuredBy(chart);
  const param = chart.kind === 'heat' ? 'colour' : 'y';
  const named = summed === undefined ? undefined : fieldNamed(columns, summed);
  if (named !== undefined && !isNumber(named.type))
    return {
      param,
      message: `“${named.name}” is ${named.type}, which cannot be summed up. Choose a column of numbers.`,
    };
  if (chart.aggregate !== 'count' && summed === undefined)
    return { param, message: 'Choose a column to sum up, or count rows.' };
  return undefined;
};
