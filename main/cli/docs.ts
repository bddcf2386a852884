/** Writes what is made from declarations: pages of docs/ and golden cases of fixtures/. Run by `npm run docs`. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipelineJsonSchema } from '../../engine/graph/document.ts';
import { functionsPage } from '../../engine/spark/functions-page.ts';
import { kinds } from '../../nodes/index.ts';
import { nodesPage } from './docs-nodes.ts';
import { goldenCases } from './golden-cases.ts';

const pages: Readonly<Record<string, string>> = {
  'docs/nodes.md': nodesPage(kinds),
  'docs/functions.md': functionsPage(),
  'docs/pipeline.schema.json': pipelineJsonSchema(),
};

for (const [path, text] of Object.entries(pages)) await writeFile(path, text);

const folder = 'fixtures/kinds';
await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) if (name.endsWith('.json')) await rm(join(folder, name));
for (const kind of kinds) await writeFile(join(folder, `${kind.kind}.json`), goldenCases(kind));
process.stderr.write(`Wrote ${Object.keys(pages).join(', ')} and ${kinds.length} golden cases\n`);
