import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, toggle } from '../engine/catalogue/params.ts';
import { call, column, literal } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { familyOf } from '../engine/schema/types.ts';
import { picked } from './shared/missing.ts';
import { rows } from './shared/rows.ts';

const replaced = (value: Expr, pattern: string, by: string): Expr =>
  call('regexp_replace', value, literal(pattern), literal(by), literal('g'));

type Wishes = {
  readonly trim: boolean;
  readonly collapseSpaces: boolean;
  readonly case: 'keep' | 'lower' | 'upper' | 'title';
  readonly unicode: 'keep' | 'NFC';
  readonly stripAccents: boolean;
  readonly removeControl: boolean;
  readonly emptyToNull: boolean;
};

/** Blanks are taken together first, so that a line break between words does not glue them to each other. */
const cleaned = (text: Expr, wishes: Wishes): Expr => {
  let value = text;
  if (wishes.unicode === 'NFC') value = call('nfc_normalize', value);
  if (wishes.stripAccents) value = call('strip_accents', value);
  if (wishes.collapseSpaces) value = replaced(value, '[\\s\\pZ]+', ' ');
  if (wishes.removeControl) value = replaced(value, '[\\x{00}-\\x{1F}\\x{7F}-\\x{9F}\\x{200B}\\x{FEFF}]', '');
  if (wishes.trim) value = replaced(value, '^[\\s\\pZ]+|[\\s\\pZ]+$', '');
  if (wishes.case === 'lower') value = call('lower', value);
  if (wishes.case === 'upper') value = call('upper', value);
  if (wishes.case === 'title') value = call('initcap', value);
  return wishes.emptyToNull ? call('nullif', value, literal('')) : value;
};

export const cleanText = defineNode({
  kind: 'clean-text',
  version: 1,
  title: 'Clean text',
  summary: 'Trims texts, takes blanks together, unifies letter case, Unicode form and empty texts.',
  docs: `Steps run in this order: Unicode form NFC (accents as one character with their letter), accents taken off, runs of
blanks to one space, control characters and zero-width blanks removed, blanks at both ends removed, letter case, empty
text to null. Title case needs NFC where accents may be written apart from their letter. Blanks are spaces, tabs, line breaks and the other spaces of Unicode, such as the no-break space. Null
stays null.`,
  category: 'Columns',
  icon: 'spell-check',
  keywords: [
    'trim',
    'strip',
    'whitespace',
    'lowercase',
    'uppercase',
    'title',
    'normalize',
    'unicode',
    'accents',
  ],
  params: z.strictObject({
    columns: columns({ types: ['text'], label: 'Columns', help: 'All text columns when empty.' }).default([]),
    trim: toggle({ label: 'Remove blanks at both ends' }).default(true),
    collapseSpaces: toggle({ label: 'Runs of blanks to one space' }).default(false),
    case: choice(['keep', 'lower', 'upper', 'title'], { label: 'Letter case' }).default('keep'),
    unicode: choice(['keep', 'NFC'], { label: 'Unicode form' }).default('keep'),
    stripAccents: toggle({ label: 'Take off accents' }).default(false),
    removeControl: toggle({ label: 'Remove control characters' }).default(false),
    emptyToNull: toggle({ label: 'Empty text to null' }).default(false),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with clean texts') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const fields = picked(schema, params.columns, f => familyOf(f.type) === 'text');
    const added = fields.map(f => ({ name: f.name, expr: cleaned(column(f.name), params) }));
    return { outputs: { out: withColumns({ rel, names: schema.map(f => f.name) }, added).rel } };
  },
  examples: [
    {
      title: 'Blanks of all sorts go, empty texts become null',
      params: { collapseSpaces: true, emptyToNull: true },
      inputs: {
        in: rows({ id: 'INTEGER', name: 'VARCHAR' }, [
          [1, ' \u00a0Ada\t\nLovelace\u2003'],
          [2, '   '],
          [3, null],
        ]),
      },
      outputs: {
        out: rows({ id: 'INTEGER', name: 'VARCHAR' }, [
          [1, 'Ada Lovelace'],
          [2, null],
          [3, null],
        ]),
      },
    },
    {
      title: 'Title case, accents written in either way',
      params: { columns: ['city'], case: 'title', unicode: 'NFC' },
      inputs: { in: rows({ city: 'VARCHAR' }, [['SAINT-E\u0301TIENNE'], ['new york'], ['ŁÓDŹ']]) },
      outputs: { out: rows({ city: 'VARCHAR' }, [['Saint-\u00c9tienne'], ['New York'], ['Łódź']]) },
    },
    {
      title: 'Without accents and control characters, in lower case',
      params: { case: 'lower', stripAccents: true, removeControl: true, trim: false },
      inputs: { in: rows({ t: 'VARCHAR' }, [['\ufeffM\u00dcHLE\u0007 '], ['ÇA']]) },
      outputs: { out: rows({ t: 'VARCHAR' }, [['muhle '], ['ca']]) },
    },
  ],
});
