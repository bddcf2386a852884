import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measure } from './measure.mjs';

const node = (/** @type {string} */ code) => ({ file: process.execPath, args: ['-e', code] });
/** Fills memory, so that it is resident and not only promised; then stays for a while. */
const hold = (/** @type {number} */ mb, /** @type {number} */ ms) =>
  `globalThis.held = Buffer.alloc(${mb} * 1e6, 1); setTimeout(() => {}, ${ms});`;

test('time runs from start to exit; output and exit code come back', async () => {
  const done = await measure(node("setTimeout(() => { console.log('x'); process.exitCode = 3 }, 200)"));
  expect(done).toMatchObject({ code: 3, signal: null, timedOut: false, stdout: 'x\n' });
  expect(done.seconds).toBeGreaterThan(0.2);
});

test.runIf(existsSync('/proc/self/status'))('the peak counts, not the end', async () => {
  const idle = await measure(node('setTimeout(() => {}, 100)'));
  const done = await measure(node('Buffer.alloc(150e6, 1); setTimeout(() => { gc?.() }, 300)'));
  expect((done.peakMb ?? 0) - (idle.peakMb ?? 0)).toBeGreaterThan(140);
});

test.runIf(existsSync('/proc/self/status'))('memory of children is added', async () => {
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold(120, 500))}])`;
  const done = await measure(node(`${child}; ${hold(120, 600)}`));
  expect(done.peakMb).toBeGreaterThan(240);
});

test('what takes too long is stopped, with its children', async () => {
  const done = await measure(node('setInterval(() => {}, 1000)'), { timeoutSeconds: 0.2 });
  expect(done).toMatchObject({ code: null, signal: 'SIGKILL', timedOut: true });
});

test('a program that is not there says so', async () => {
  const done = await measure({ file: '/nowhere/program', args: [] });
  expect(done.code).toBe(127);
  expect(done.stderr).toContain('ENOENT');
});
