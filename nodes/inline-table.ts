import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  cellValue,
  choice,
  dataType,
  group,
  labelled,
  listOf,
  newName,
  text,
  toggle,
  typeOverrides,
} from '../engine/catalogue/params.ts';
import type { Rel } from '../engine/plan/relation.ts';
import type { Schema } from '../engine/schema/types.ts';
import { inlineTableExamples } from './examples/inline-table.ts';
import { fits } from './inline/guess.ts';
import { pasted } from './inline/paste.ts';

const mostCells = 200_000;

type Cells = readonly (readonly (string | null)[])[];

/** Twins, and cells that their column cannot hold, told by row and column. */
const cellProblems = (columns: Schema, rows: Cells, param: 'rows' | 'text'): readonly Problem[] => {
  const names = columns.map(c => c.name.toLowerCase());
  const twin = columns.find((c, i) => names.indexOf(c.name.toLowerCase()) < i);
  if (twin !== undefined) {
    const message = `Two columns are named “${twin.name}”, letter case aside. Give one of them another name.`;
    return [{ param: param === 'rows' ? 'columns' : 'text', message }];
  }
  const problems: Problem[] = [];
  rows.forEach((row, r) => {
    const at = param === 'rows' ? `rows[${r}]` : 'text';
    if (row.length !== columns.length)
      problems.push({
        param: at,
        message: `Row ${r + 1} has ${row.length} cells, but there are ${columns.length} columns. Give each column a cell; null is an empty one.`,
      });
    else
      columns.forEach((column, c) => {
        const cell = row[c] ?? null;
        if (cell === null || fits(cell, column.type)) return;
        const message = `Row ${r + 1}, column “${column.name}”: “${cell.slice(0, 60)}” is not ${column.type}. Correct it, or choose another type.`;
        problems.push({ param: param === 'rows' ? `${at}[${c}]` : at, message });
      });
  });
  return problems.slice(0, 20);
};

export const inlineTable = defineNode({
  kind: 'inline-table',
  version: 1,
  title: 'Table',
  summary: 'A small table written in the pipeline itself, typed in or pasted from a spreadsheet.',
  docs: `Either give \`columns\` with types and \`rows\`, or paste \`text\` from a spreadsheet or a CSV file. Pasted text may be
separated by tabs, commas, semicolons or bars; quotes go around cells that hold the separator, quotes or line breaks.

Types of pasted columns are guessed from all cells: BIGINT, DOUBLE, BOOLEAN, DATE, TIMESTAMP, else VARCHAR. Numbers with leading
zeros, such as \`007\`, stay text. \`types\` overrules the guess. Empty cells are null, and rows that end early are filled with null.

Put large tables into a file: at most ${mostCells} cells are kept here.`,
  category: 'Sources',
  icon: 'table-2',
  keywords: ['inline', 'paste', 'manual', 'values', 'constant', 'spreadsheet', 'clipboard'],
  params: z.strictObject({
    columns: listOf(group({ name: newName({ label: 'Name' }), type: dataType({ label: 'Type' }) }), {
      label: 'Columns',
    }).default([]),
    rows: labelled(z.array(z.array(cellValue())), { label: 'Rows', widget: 'list' }).default([]),
    text: text({ label: 'Pasted text', multiline: true }).optional(),
    header: toggle({ label: 'First row of the text holds the names' }).default(true),
    delimiter: choice(['auto', 'tab', ',', ';', '|'], {
      label: 'Separator of the text',
      advanced: true,
    }).default('auto'),
    types: typeOverrides({ label: 'Types', help: 'Overrides of guessed types, by column.' }).default({}),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  lower: ({ params }) => {
    const values = (columns: Schema, rows: Cells): Rel => ({ op: 'values', columns, rows });
    if (params.text !== undefined && params.text.trim() !== '') {
      if (params.columns.length > 0 || params.rows.length > 0) {
        const message = 'There are pasted text and typed rows. Keep one of them and empty the other.';
        return { problems: [{ param: 'text', message }] };
      }
      const { columns, rows, problems } = pasted({ ...params, text: params.text, mostCells });
      const all = problems.length > 0 ? problems : cellProblems(columns, rows, 'text');
      return all.length > 0 ? { problems: all } : { outputs: { out: values(columns, rows) } };
    }
    const columns = params.columns;
    if (columns.length === 0) {
      const message = 'The table has no column. Add one, or paste text from a spreadsheet.';
      return { problems: [{ param: 'columns', message }] };
    }
    if (params.rows.length * columns.length > mostCells) {
      const message = `The table has ${params.rows.length * columns.length} cells; at most ${mostCells} are kept in a pipeline. Put it into a file.`;
      return { problems: [{ param: 'rows', message }] };
    }
    const rows = params.rows.map(row => row.map(cell => (cell === null ? null : String(cell))));
    const problems = cellProblems(columns, rows, 'rows');
    return problems.length > 0 ? { problems } : { outputs: { out: values(columns, rows) } };
  },
  examples: inlineTableExamples,
});
