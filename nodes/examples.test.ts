/** Every example of every kind, run: the documentation is the test. */
import { afterAll, expect, test } from 'vitest';
import { openSession } from '../engine/run/session.ts';
import { expectExample } from '../engine/testing/expect-example.ts';
import { kinds } from './index.ts';

const session = await openSession({ folders: [], files: [] });
afterAll(() => session.close());

for (const kind of kinds) {
  test(`${kind.kind} has an example`, () => {
    expect(kind.examples.length).toBeGreaterThan(0);
  });
  for (const example of kind.examples) {
    // Kinds of database servers run in databases.services.test.ts, with `npm run test:services`.
    if (kind.needs !== undefined) test.skip(`${kind.kind}: ${example.title} (needs ${kind.needs})`, () => {});
    else test(`${kind.kind}: ${example.title}`, () => expectExample(kind, example, session, { kinds }));
  }
}
