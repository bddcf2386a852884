import { test } from 'vitest';
import { type Case, type Prepared, type SparkResult, verdict } from './run-spark.ts';
import { expectSame } from './same.ts';

/** What there is to compare of a case: its rows on our side, and Spark's answer. */
type Compared = { readonly case: Case; readonly result: SparkResult | undefined };

/** A test for each case. What Spark cannot do is skipped with the reason; any other refusal fails. */
export const testPrepared = (
  prepared: readonly Prepared[],
  compared: (p: Extract<Prepared, { case: Case }>) => Compared,
): void => {
  for (const p of prepared)
    if (!('refused' in p))
      test(p.name, () => {
        const { case: ours, result } = compared(p);
        const found = verdict(ours, result);
        expectSame(found.ours, found.spark);
      });
    else if (p.refused.some(d => d.code !== 'unsupported-on-spark'))
      test(p.name, () => {
        throw new Error(p.refused.map(d => d.message).join('\n'));
      });
    else test.skip(`${p.name}: ${p.refused[0]?.message}`, () => {});
};
