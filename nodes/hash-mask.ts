import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer, text } from '../engine/catalogue/params.ts';
import { call, cast, column, isNull, literal, when } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import type { Expr } from '../engine/plan/expr.ts';
import type { Field } from '../engine/schema/types.ts';
import { picked } from './shared/missing.ts';
import { rows } from './shared/rows.ts';

type Settings = {
  readonly method: 'sha256' | 'md5' | 'mask' | 'redact' | 'null';
  readonly salt: string;
  readonly show: number;
  readonly character: string;
  readonly text: string;
};

const hidden = (field: Field, settings: Settings): Expr => {
  const value = cast(column(field.name), 'VARCHAR');
  const { method, salt, show, character } = settings;
  if (method === 'null') return literal(null, field.type);
  if (method === 'redact')
    return when(isNull(column(field.name)), literal(null, 'VARCHAR'), literal(settings.text));
  if (method === 'mask') {
    const length = call('length', value);
    const covered = call('repeat', literal(character), call('subtract', length, literal(show)));
    // A value no longer than what may be seen would be seen whole.
    return when(
      call('gt', length, literal(show)),
      call('concat_operator', covered, call('right', value, literal(show))),
      call('repeat', literal(character), length),
    );
  }
  const salted = salt === '' ? value : call('concat_operator', literal(salt), value);
  return call(method, salted);
};

export const hashMask = defineNode({
  kind: 'hash-mask',
  version: 1,
  title: 'Hash or mask',
  summary: 'Hides values: as a hash, behind a mask, behind a fixed text, or altogether.',
  docs: `- \`sha256\`, \`md5\`: the hash of the salt followed by the value as text, in hexadecimal. Equal values have equal hashes, so
  columns can still be joined. The salt is written in the pipeline file: it is no secret, and short or guessable values
  (dates of birth, phone numbers) can be found again by trying. MD5 is for keys, not for secrecy.
- \`mask\`: a character in place of all but the last \`show\` characters; a value that is not longer is covered whole.
- \`redact\`: a fixed text. \`null\`: no value, the type stays.

Null stays null; except with \`null\` the column becomes text.`,
  category: 'Columns',
  icon: 'eye-off',
  keywords: ['anonymize', 'pseudonymize', 'privacy', 'sha256', 'md5', 'redact', 'mask', 'gdpr'],
  params: z.strictObject({
    columns: columns({ label: 'Columns' }).min(1),
    method: choice(['sha256', 'md5', 'mask', 'redact', 'null'], { label: 'Method' }).default('sha256'),
    salt: text({
      label: 'Salt',
      help: 'Put before the value; not a secret.',
      when: { method: ['sha256', 'md5'] },
    }).default(''),
    show: integer({
      label: 'Characters at the end to show',
      min: 0,
      max: 1000,
      when: { method: ['mask'] },
    }).default(4),
    character: text({ label: 'Mask character', when: { method: ['mask'] } })
      .refine(c => [...c].length === 1, { message: 'Must be one character' })
      .default('*'),
    text: text({ label: 'Fixed text', when: { method: ['redact'] } }).default('redacted'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with values hidden') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const added = picked(schema, params.columns).map(f => ({ name: f.name, expr: hidden(f, params) }));
    return { outputs: { out: withColumns({ rel, names: schema.map(f => f.name) }, added).rel } };
  },
  examples: [
    {
      title: 'A salted hash; null stays null',
      params: { columns: ['mail'], salt: 'x:' },
      inputs: { in: rows({ mail: 'VARCHAR' }, [['a'], [null]]) },
      outputs: {
        out: rows({ mail: 'VARCHAR' }, [
          ['e0f54fd6052d3e5f44277e62835f679b8e107257db5d41f1b473f47dc71f4100'],
          [null],
        ]),
      },
    },
    {
      title: 'The last four digits; a short value is covered whole',
      params: { columns: ['card'], method: 'mask', show: 4, character: '•' },
      inputs: { in: rows({ card: 'BIGINT' }, [[4000123412341234], [1234], [null]]) },
      outputs: { out: rows({ card: 'VARCHAR' }, [['••••••••••••1234'], ['••••'], [null]]) },
    },
    {
      title: 'A fixed text',
      params: { columns: ['name'], method: 'redact' },
      inputs: { in: rows({ name: 'VARCHAR' }, [['Ada'], [''], [null]]) },
      outputs: { out: rows({ name: 'VARCHAR' }, [['redacted'], ['redacted'], [null]]) },
    },
    {
      title: 'No value, the type stays',
      params: { columns: ['born'], method: 'null' },
      inputs: { in: rows({ born: 'DATE', n: 'INTEGER' }, [['1815-12-10', 1]]) },
      outputs: { out: rows({ born: 'DATE', n: 'INTEGER' }, [[null, 1]]) },
    },
  ],
});
