/** Text cells that a spreadsheet would run as a formula when it opens a CSV file. */
import { anyOf, call, column, literal, when } from '../../engine/plan/build.ts';
import type { Expr } from '../../engine/plan/expr.ts';
import type { Remark } from '../../engine/plan/plan.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { familyOf, type Schema } from '../../engine/schema/types.ts';

/** Blanks of any kind may stand before the sign; a tab or carriage return at the start is enough by itself. */
const formula = '^([\\s\\x{00A0}]*[=+\\-@]|[\\t\\r])';
/** A number with a sign is a number, not a formula. */
const number = '[-+]?[0-9]+([.,][0-9]+)*([eE][-+]?[0-9]+)?';

const isFormula = (value: Expr): Expr =>
  call(
    'and',
    call('regexp_matches', value, literal(formula)),
    call('not', call('regexp_full_match', value, literal(number))),
  );

const textColumns = (schema: Schema): readonly string[] =>
  schema.filter(f => familyOf(f.type) === 'text').map(f => f.name);

const changed = (rel: Rel, schema: Schema, change: (value: Expr, name: string) => Expr): Rel => ({
  op: 'project',
  input: rel,
  columns: schema.map(f => ({
    name: f.name,
    expr: familyOf(f.type) === 'text' ? change(column(f.name), f.name) : column(f.name),
  })),
});

/** An apostrophe before each formula, which makes spreadsheets show it as text. */
export const quotedFormulas = (rel: Rel, schema: Schema): Rel =>
  changed(rel, schema, value => when(isFormula(value), call('concat_operator', literal("'"), value), value));

/** The same rows; the first formula stops the run and is named. */
export const refusedFormulas = (rel: Rel, schema: Schema, id: string): Rel =>
  changed(rel, schema, (value, name) =>
    when(
      isFormula(value),
      {
        op: 'fail',
        message: `${id}|formulas|Column “${name}” holds a text that a spreadsheet would run as a formula. Set “formulas” to quote, or to keep where only programs read the file. The text is: `,
        detail: value,
      },
      value,
    ),
  );

/** Nearly every text begins with a letter, and two comparisons of first bytes are far cheaper than a pattern. */
const noLetterFirst = (value: Expr): Expr =>
  anyOf([call('lt', value, literal('A')), call('ge', value, literal('\u00a0'))]);

/** All that may be a formula lies below `.`, from `=` to `@`, or begins with a no-break space. */
const maybeFormula = (value: Expr): Expr =>
  anyOf([
    call('lt', value, literal('.')),
    call('and', call('ge', value, literal('=')), call('lt', value, literal('A'))),
    call('and', call('ge', value, literal('\u00a0')), call('lt', value, literal('\u00a1'))),
  ]);

const isFormulaQuickly = (value: Expr): Expr => {
  const no = literal(false, 'BOOLEAN');
  return when(noLetterFirst(value), when(maybeFormula(value), isFormula(value), no), no);
};

/** What there is to tell about formulas among the written rows. Nothing to look at without texts. */
export const formulaRemark = (schema: Schema): Remark | undefined => {
  const names = textColumns(schema);
  if (names.length === 0) return undefined;
  const found = names.map(name => isFormulaQuickly(column(name)));
  const sample = names.reduceRight<Expr>(
    (rest, name) => when(isFormula(column(name)), column(name), rest),
    literal(null, 'VARCHAR'),
  );
  return {
    what: 'texts that a spreadsheet would run as formulas',
    advice: 'Set “formulas” to quote where people open the file, or to keep where only programs read it.',
    condition: anyOf(found),
    sample,
  };
};
