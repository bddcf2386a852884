import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeArtifact } from '../../engine/ml/artifact.ts';
import { pipeline } from '../../engine/run/test-run.ts';
import { model } from '../serve/test-model.ts';
import { builtCli, folderWith } from './test-cli.ts';

const cli = builtCli();
const folder = folderWith({
  'price.model.json': writeArtifact(model()),
  'cut.model.json': writeArtifact(model()).slice(0, 100),
});
const describe = (name: string, ...more: string[]) => cli.run(['describe', join(folder, name), ...more]);

test('a model file is described by its card, with where it comes from', async () => {
  const { out, code } = await describe('price.model.json');
  expect(code).toBe(0);
  expect(out).toMatch(/^model +name +Price$/m);
  expect(out).toMatch(/^model +rows learned from +100$/m);
  expect(out).toMatch(/^model +rows as a hash +d$/m);
  expect(out).toMatch(/^model +pipeline as a hash +g$/m);
  expect(out).toMatch(/^input +x +DOUBLE$/m);
  const said = JSON.parse((await describe('price.model.json', '--json')).out);
  expect(said.card).toContainEqual({ section: 'model', name: 'name', value: 'Price' });
});

test('a run says that it wrote a model, and how large it is', async () => {
  const nodes = [
    { id: 'kept', kind: 'read-model', params: { path: 'price.model.json' } },
    { id: 'copy', kind: 'write-model', params: { path: 'copy.model.json' } },
  ];
  const edges = [{ from: 'kept.model', to: 'copy.model' }];
  writeFileSync(join(folder, 'p.millrace'), pipeline(nodes, { edges }));
  const { err, code } = await cli.run(['run', 'p.millrace', '--no-cache'], { cwd: folder });
  expect(code).toBe(0);
  expect(err).toMatch(/^Wrote a model to copy\.model\.json \([\d.]+ k?B\)$/m);
  expect(err).not.toMatch(/\brows?\b/);
});

test.each([
  ['cut.model.json', /cut off or damaged/],
  ['none.model.json', /There is no file/],
])('%s is told', async (name, words) => {
  const { err, code } = await describe(name);
  expect(err).toMatch(words);
  expect(code).toBe(1);
});
