import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, column, path, text } from '../engine/catalogue/params.ts';
import { chartProblem } from '../engine/chart/choice.ts';
import { type Chart, chartAggregates, chartKinds, kindsWith } from '../engine/chart/declare.ts';
import { chartMarks } from '../engine/chart/marks.ts';
import { isPicture, isSpec } from '../engine/connectors/chart/options.ts';
import type { Schema } from '../engine/schema/types.ts';
import { chartExamples } from './examples/chart.ts';
import { jsonOptions } from './shared/connector-options.ts';

const params = z.strictObject({
  type: choice(chartKinds, { label: 'Chart' }).default('bar'),
  x: column({ label: 'Across', help: 'Names or places: the categories of bars, the value of a histogram.' }),
  aggregate: choice(chartAggregates, {
    label: 'Show',
    help: 'What a bar, a point of a line or a tile stands for.',
    when: { type: kindsWith('aggregate') },
  }).default('count'),
  y: column({
    label: 'Up',
    help: 'The numbers that are summed up; in a scatter and a heat map the column that goes up.',
    when: { type: kindsWith('y') },
  }).optional(),
  colour: column({
    label: 'Colour',
    help: 'Tells groups apart. In a heat map the numbers that are summed up.',
    when: { type: kindsWith('colour') },
  }).optional(),
  title: text({ label: 'Title of the picture', help: 'The node’s id when empty.' }).default(''),
  path: path({
    access: 'write',
    extensions: ['svg', 'vl.json'],
    label: 'File',
    help: 'A picture (.svg) or a Vega-Lite chart with its data (.vl.json). Nothing is written when empty.',
  }).optional(),
});

type Params = z.output<typeof params>;

const chosen = ({ type, x, y, colour, aggregate }: Params): Chart => ({
  kind: type,
  x: x.name,
  ...(y !== undefined && { y: y.name }),
  ...(colour !== undefined && { colour: colour.name }),
  aggregate,
});

const problemsOf = (p: Params, schema: Schema): readonly Problem[] => {
  const problem = chartProblem(chosen(p), schema);
  return [
    ...(problem === undefined ? [] : [problem]),
    ...(p.path === undefined || isPicture(p.path) || isSpec(p.path)
      ? []
      : [
          {
            param: 'path',
            message: `“${p.path}” does not say what to write. End it in .svg for a picture, or in .vl.json for a chart with its data.`,
          },
        ]),
  ];
};

export const chart = defineNode({
  kind: 'chart',
  version: 1,
  title: 'Chart',
  summary: 'Draws the table as bars, a line, a scatter, a histogram, boxes or a heat map.',
  docs: `The rows are summed up before anything is drawn, so that a chart of millions of rows is as small as one of a hundred. The
output holds its marks, and how much they stand for: \`of_rows\` is the number of rows, \`of_x\` the number of categories there
were before most were left out.

| chart | what it shows of many rows |
| --- | --- |
| \`bar\` | the 40 most frequent categories; null is one |
| \`line\` | up to 400 steps of equal width along numbers or times; bars where the column holds names |
| \`scatter\` | 4,000 rows, the same ones at every run |
| \`histogram\` | up to 40 bins of equal width; bars where the column holds names |
| \`box\` | quartiles, and the last values within one and a half times their distance |
| \`heat\` | 24 bins or 40 categories on each side |

Colours are the 10 most frequent values. Rows without a place on an axis of numbers or times are left out. Times in the marks
are milliseconds since 1970. A run without a screen draws only where there is a file to write.`,
  category: 'Summarise',
  icon: 'chart-column',
  keywords: ['plot', 'graph', 'diagram', 'picture', 'visualise', 'bars', 'vega', 'svg', ...chartKinds],
  params,
  inputs: { in: table('Rows') },
  outputs: { chart: { type: 'chart', label: 'Chart' } },
  capabilities: ({ path }) => (path === undefined ? [] : [{ kind: 'write', path }]),
  lower: ({ params: p, input, local, id }) => {
    const { rel, schema } = input();
    const problems = problemsOf(p, schema);
    if (problems.length > 0) return { problems };
    const { rows, marks, fields } = chartMarks(chosen(p), schema);
    const options = { path: p.path, title: p.title === '' ? id : p.title, chart: chosen(p), fields };
    return {
      locals: { rows: rows(rel), marks: marks(local('rows')) },
      outputs: { chart: local('marks') },
      ...(p.path !== undefined && {
        sinks: [{ connector: 'chart', options: jsonOptions(options), input: local('marks') }],
      }),
    };
  },
  examples: chartExamples,
  unsupported: { spark: 'nothing draws there; its rows can be written in its place' },
});
