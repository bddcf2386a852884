/** The specs that need nothing of a browser's own, in a window of Electron; a plain word where there is none. */
import { defineConfig } from '@playwright/test';
import { electronHere } from './electron.ts';
import { shared } from './shared-config.ts';

const found = electronHere();
// Workers read this file again; it is said once.
if ('reason' in found && process.env.TEST_WORKER_INDEX === undefined)
  console.log(
    `The specs were not run in Electron, and none of them counts as passed there: ${found.reason}.`,
  );
process.env.MILLRACE_E2E_SHELL = 'electron';

export default defineConfig({
  ...shared,
  testMatch: 'binary' in found ? ['smoke.spec.ts', 'canvas.spec.ts', 'from-nothing-*.spec.ts'] : [],
  outputDir: '../dist/e2e-electron',
});
