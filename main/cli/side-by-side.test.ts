/** The built program fits in worker threads of its own: a bundle without them would still give every result, only later. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { builtCli, folderWith, jsonLines } from './test-cli.ts';
import { boosting, boostingRows, tuning, tuningRows } from './test-tuning.ts';

const cli = builtCli();

test('a tune pipeline is fitted by workers, to the same bytes, and the program ends', async () => {
  expect(existsSync(join(dirname(cli.script), 'fit-worker.js'))).toBe(true);
  const ended = [];
  for (const threads of ['1', '3']) {
    const folder = folderWith({ 'in.csv': tuningRows, 'p.millrace': tuning });
    const args = ['run', 'p.millrace', '--no-cache', '--json', '--threads', threads];
    const { code, out, err } = await cli.run(args, { cwd: folder });
    expect([code, err]).toEqual([0, '']);
    const lines = jsonLines(out);
    ended.push({
      board: readFileSync(join(folder, 'board.csv'), 'utf8'),
      told: lines.filter(line => line.event === 'candidate'),
      beside: lines.find(line => line.event === 'node-finished' && line.node === 'tuned')?.fitsBeside,
    });
  }
  const [one, three] = ended;
  expect(one?.beside).toBeUndefined();
  // Six candidates and the baseline in four folds.
  expect(three?.beside).toBe(28);
  expect(one?.told).toHaveLength(6);
  expect(three).toMatchObject({ board: one?.board, told: one?.told });
}, 120_000);

test('threads that help with a fit load little: no shapes of files', () => {
  const folder = dirname(cli.script);
  const seen = new Set<string>();
  const load = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text, name).not.toContain('ZodType');
    for (const [, next = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) load(next);
  };
  load('fit-helper.js');
  expect(seen.size).toBeGreaterThan(1);
});

test('boosted trees are grown by threads, to the same bytes, and the program ends', async () => {
  expect(existsSync(join(dirname(cli.script), 'fit-helper.js'))).toBe(true);
  const saved = [];
  for (const threads of ['1', '3']) {
    const folder = folderWith({ 'in.csv': boostingRows, 'p.millrace': boosting });
    const args = ['run', 'p.millrace', '--no-cache', '--json', '--threads', threads];
    const { code, out, err } = await cli.run(args, { cwd: folder });
    expect([code, err]).toEqual([0, '']);
    // So it would say if their program were missing.
    expect(out).not.toContain('on one thread');
    saved.push(readFileSync(join(folder, 'm.model.json'), 'utf8'));
  }
  expect(saved[0]).toBe(saved[1]);
}, 120_000);
