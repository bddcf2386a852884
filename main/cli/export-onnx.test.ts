import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { writeArtifact } from '../../engine/ml/artifact.ts';
import { model } from '../serve/test-model.ts';
import { builtCli, folderWith } from './test-cli.ts';

ort.env.wasm.numThreads = 1;
const cli = builtCli();
const folder = folderWith({
  'price.model.json': writeArtifact(model()),
  'cut.model.json': writeArtifact(model()).slice(0, 100),
  'other.json': '{}',
});
const exported = (file: string, ...more: readonly string[]) =>
  cli.run(['export', file, '--format', 'onnx', ...more], { cwd: folder });

test('a model file becomes an ONNX file that scores', async () => {
  const { code, err } = await exported('price.model.json', '--output', 'price.onnx');
  expect([code, err]).toEqual([0, 'Wrote price.onnx.\n']);
  const session = await ort.InferenceSession.create(readFileSync(join(folder, 'price.onnx')));
  const said = await session.run({
    x: new ort.Tensor('float64', [1, 2], [2]),
    colour: new ort.Tensor('string', ['red', 'blue'], [2]),
  });
  expect(Array.from(said.prediction?.data as Float64Array)).toEqual([12, 4]);
});

test.each([
  ['no place', ['price.model.json'], 2, /--output FILE/],
  ['a cut file', ['cut.model.json', '--output', 'new.onnx'], 1, /cut off or damaged/],
  ['another file', ['other.json', '--output', 'new.onnx'], 1, /not a Millrace model file/],
  ['no file', ['none.model.json', '--output', 'new.onnx'], 1, /There is no file/],
  ['no folder', ['price.model.json', '--output', 'gone/new.onnx'], 1, /gone\/new\.onnx/],
])('%s', async (_, [file = '', ...more], code, said) => {
  const ended = await exported(file, ...more);
  expect(ended.err).toMatch(said);
  expect(ended.code).toBe(code);
  expect(readdirSync(folder).filter(name => /new|tmp/.test(name))).toEqual([]);
});

test('a file that was there stays when the new one cannot be made', async () => {
  writeFileSync(join(folder, 'kept.onnx'), 'before');
  await exported('cut.model.json', '--output', 'kept.onnx');
  expect(readFileSync(join(folder, 'kept.onnx'), 'utf8')).toBe('before');
});
