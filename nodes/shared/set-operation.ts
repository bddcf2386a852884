/** Intersect and except: whole rows of two tables compared by the columns of the left. */
import type { InputTable, Lowered, Problem } from '../../engine/catalogue/node.ts';
import { column } from '../../engine/plan/build.ts';
import { fieldNamed } from '../../engine/schema/types.ts';
import { keyProblems } from './join-columns.ts';

const listed = (names: readonly string[]): string => names.map(n => `“${n}”`).join(', ');

const problemsOf = (left: InputTable, right: InputTable): readonly Problem[] => {
  const lacking = (a: InputTable, b: InputTable) =>
    a.schema.map(f => f.name).filter(name => fieldNamed(b.schema, name) === undefined);
  const [noRight, noLeft] = [lacking(left, right), lacking(right, left)];
  if (noRight.length > 0 || noLeft.length > 0) {
    const parts = [
      ...(noRight.length > 0 ? [`the right lacks ${listed(noRight)}`] : []),
      ...(noLeft.length > 0 ? [`the left lacks ${listed(noLeft)}`] : []),
    ];
    return [
      {
        param: 'all',
        message: `Whole rows are compared, but ${parts.join(' and ')}. Select the same columns on both sides first, or use a join with “semi” or “anti” to compare by keys.`,
      },
    ];
  }
  const pairs = left.schema.map(f => ({
    left: column(f.name),
    right: column(fieldNamed(right.schema, f.name)?.name ?? f.name),
    param: 'all',
  }));
  return keyProblems(pairs, left.schema, right.schema);
};

/** The right's columns are brought into the order of the left's, so that names decide and not positions. */
export const setOperation = (
  op: 'intersect' | 'except',
  left: InputTable,
  right: InputTable,
  all: boolean,
): Lowered => {
  const problems = problemsOf(left, right);
  if (problems.length > 0) return { problems };
  const aligned = left.schema.map(f => ({
    name: f.name,
    expr: column(fieldNamed(right.schema, f.name)?.name ?? f.name),
  }));
  return {
    outputs: {
      out: { op, all, left: left.rel, right: { op: 'project', input: right.rel, columns: aligned } },
    },
  };
};
