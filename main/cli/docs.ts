/** Writes the generated pages of docs/: run by `npm run docs`, checked by .ci/run. */
import { writeFile } from 'node:fs/promises';
import { pipelineJsonSchema } from '../../engine/graph/document.ts';
import { kinds } from '../../nodes/index.ts';
import { nodesPage } from './docs-nodes.ts';

const pages: Readonly<Record<string, string>> = {
  'docs/nodes.md': nodesPage(kinds),
  'docs/pipeline.schema.json': pipelineJsonSchema(),
};

for (const [path, text] of Object.entries(pages)) await writeFile(path, text);
process.stderr.write(`Wrote ${Object.keys(pages).join(', ')}\n`);
