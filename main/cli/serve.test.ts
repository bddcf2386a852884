import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeArtifact } from '../../engine/ml/artifact.ts';
import { model } from '../serve/test-model.ts';
import { builtCli, folderWith } from './test-cli.ts';

const cli = builtCli();
const file = join(folderWith({ 'price.model.json': writeArtifact(model()) }), 'price.model.json');

test('a model is served until Ctrl+C, with a token that is printed once', async () => {
  let answer: unknown;
  const ended = await cli.run(['serve', file, '--port', '0'], {
    during: child => {
      let text = '';
      child.stdout?.on('data', async (part: string) => {
        text += part;
        const [, url, token] = /(http:\S+)\nToken: (\S+)\n/.exec(text) ?? [];
        if (url === undefined || answer !== undefined) return;
        answer = null;
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
        const body = JSON.stringify({ row: { x: 1, colour: 'red' } });
        answer = await (await fetch(`${url}/score`, { method: 'POST', headers, body })).json();
        child.kill('SIGINT');
      });
    },
  });
  expect(answer).toMatchObject({ row: { prediction: 12 } });
  expect(ended.out).toContain('Millrace serves “Price” (version ');
  expect(ended.code).toBe(0);
});

test.each([
  ['no file', ['serve'], 2, /Name one model file/],
  ['a file that is not there', ['serve', 'nowhere.json'], 1, /There is no file/],
  ['a folder', ['serve', '.'], 1, /it is not a file/],
  ['a port that is none', ['serve', file, '--port', 'x'], 2, /--port/],
  [
    'everyone, without a token',
    ['serve', file, '--host', '0.0.0.0', '--no-token'],
    2,
    /let everyone who reaches 0\.0\.0\.0 ask/,
  ],
])('%s', async (_, words, code, said) => {
  const ended = await cli.run(words);
  expect(ended.err).toMatch(said);
  expect(ended.code).toBe(code);
});
