/** Every example of every node kind that can be exported, on both engines. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from '../../../nodes/index.ts';
import { exampleDocument } from '../../testing/run-example.ts';
import { type Prepared, prepare, runOnSpark } from './run-spark.ts';
import { testPrepared } from './test-prepared.ts';

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

testPrepared(prepared, p => ({ case: p.case, result: results.get(p.name) }));
