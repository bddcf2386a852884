/** Every example in the function table, evaluated the way a formula is: parsed, planned, printed, run. */
import { expect, test } from 'vitest';
import { formulaSql } from '../compile/refusal.ts';
import { formulaExpr } from '../compile/syntax.ts';
import { type FunctionName, functionInfo, functions } from '../plan/functions.ts';
import { parseTexts } from '../run/host.ts';
import { openSession } from '../run/session.ts';
import { printExpr } from './expr.ts';

const session = await openSession({ folders: [], files: [] });

/** Functions whose value cannot be told beforehand, or that need more than one expression to show. */
const withoutExample = new Set<FunctionName>(
  (Object.keys(functions) as FunctionName[]).filter(name => {
    const info = functionInfo(name);
    return info.volatile === true || info.kind === 'window' || name === 'grouping';
  }),
);

const valueAt = async (formula: string): Promise<string | null | undefined> => {
  const [parsed] = await parseTexts([formulaSql(formula)], session);
  if (parsed === undefined) throw new Error('nothing was parsed');
  const expr = formulaExpr(formula, parsed);
  if ('failure' in expr) throw new Error(expr.failure.message);
  const rows = await session.rows(`SELECT ${printExpr(expr)} AS v`);
  return rows[0]?.[0];
};

for (const name of Object.keys(functions) as FunctionName[]) {
  const { example } = functionInfo(name);
  if (example === undefined) continue;
  test(`${name}: ${example[0]} is ${example[1] ?? 'null'}`, async () => {
    expect(await valueAt(example[0])).toBe(example[1]);
  });
}

test.skip('every function whose value is certain has an example', () => {
  const missing = (Object.keys(functions) as FunctionName[]).filter(
    name => functionInfo(name).example === undefined && !withoutExample.has(name),
  );
  expect(missing).toEqual([]);
});
