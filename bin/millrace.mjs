#!/usr/bin/env node
// Starts the built program. In a fresh checkout, where nothing is built yet, it is built first (under a second).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../dist/cli/millrace.js', import.meta.url);
if (!existsSync(program)) {
  process.stderr.write('Building Millrace…\n');
  execFileSync(process.execPath, [fileURLToPath(new URL('../build.mjs', import.meta.url))], {
    stdio: 'inherit',
  });
}
await import(program.href);
