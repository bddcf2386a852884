/** The settings of a chart node, and the chart that they mean. */
import { type Chart, chartAggregates, chartKinds } from '../../engine/chart/declare.ts';
import type { Json } from '../../engine/schema/types.ts';

type Settings = { readonly [param: string]: Json };

const oneOf = <T extends string>(all: readonly T[], value: Json | undefined, otherwise: T): T =>
  all.find(one => one === value) ?? otherwise;

/** The chart of settings as they stand in a file, whatever is wrong with them. */
export const chartOfSettings = ({ type, x, y, colour, aggregate }: Settings): Chart => ({
  kind: oneOf(chartKinds, type, 'bar'),
  x: typeof x === 'string' ? x : '',
  ...(typeof y === 'string' && y !== '' && { y }),
  ...(typeof colour === 'string' && colour !== '' && { colour }),
  aggregate: oneOf(chartAggregates, aggregate, 'count'),
});

/** The settings that mean a chart; those that say something else, such as its title, stay. */
export const settingsOfChart = (given: Chart, before: Settings = {}): Settings => {
  const { type: _, x: _x, y: _y, colour: _colour, aggregate: _aggregate, ...others } = before;
  const { kind, x, y, colour, aggregate } = given;
  return {
    type: kind,
    x,
    ...(aggregate !== 'count' && { aggregate }),
    ...(y !== undefined && { y }),
    ...(colour !== undefined && { colour }),
    ...others,
  };
};
