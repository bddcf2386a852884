/** Every example of every node kind that can be exported, on both engines. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { kinds } from '../../../nodes/index.ts';
import { exampleDocument } from '../../testing/run-example.ts';
import { type Prepared, prepare, runOnSpark, verdict } from './run-spark.ts';
import { expectSame } from './same.ts';

const root = await mkdtemp(join(tmpdir(), 'millrace-kinds-'));

/** Examples that need a server, and files that only other programs make, are not for Spark. */
const portable = kinds.flatMap(kind =>
  kind.examples
    .filter(e => kind.needs === undefined && !e.served && !e.tables && e.outputs !== undefined)
    .map(example => ({ kind, example })),
);

const prepared: Prepared[] = [];
for (const [i, { kind, example }] of portable.entries()) {
  const folder = await mkdtemp(join(root, `${i}-`));
  for (const [name, text] of Object.entries(example.files ?? {})) await writeFile(join(folder, name), text);
  const ports = Object.keys(example.outputs ?? {});
  const name = `${kind.kind}: ${example.title}`;
  prepared.push(await prepare(name, folder, exampleDocument(kind, example), ports, kinds));
}

const results = await runOnSpark(prepared.flatMap(p => ('case' in p ? [p.case] : [])));

for (const p of prepared) {
  if ('refused' in p && p.refused.some(d => d.code !== 'unsupported-on-spark')) {
    test(p.name, () => {
      throw new Error(p.refused.map(d => d.message).join('\n'));
    });
    continue;
  }
  if ('refused' in p) {
    test.skip(`${p.name}: ${p.refused[0]?.message}`, () => {});
    continue;
  }
  test(p.name, () => {
    const { ours, spark } = verdict(p.case, results.get(p.name));
    expectSame(ours, spark);
  });
}
