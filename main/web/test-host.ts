/** For tests: the designer as `millrace design` starts it, in a process and a folder of its own, and a screen in it. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openScreen, type Screen } from './test-screen.ts';

export type Host = {
  readonly pid: number;
  readonly temp: string;
  readonly screen: Screen;
  readonly said: () => string;
};

type Start = {
  readonly script: string;
  /** Where it works, and keeps what it remembers. */
  readonly work: string;
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Starts the designer, opens a screen, and ends both after the test. */
export const startHost = async ({ script, work, files = [], env = {} }: Start): Promise<Host> => {
  const temp = join(work, 'temp');
  mkdirSync(temp, { recursive: true });
  const child = spawn(process.execPath, [script, 'design', '--port', '0', ...files], {
    cwd: work,
    env: { ...process.env, TMPDIR: temp, MILLRACE_HOME: join(work, 'home'), NODE_OPTIONS: '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  ends.push(() => child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const address = await new Promise<string>((found, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [url] = /http:\S+/.exec(text) ?? [];
      if (url !== undefined) found(url);
    });
    child.once('exit', code => failed(new Error(`The designer ended with ${code}.`)));
  });
  const screen = await openScreen(address);
  ends.push(() => screen.socket.terminate());
  if (child.pid === undefined) throw new Error('The designer did not start.');
  return { pid: child.pid, temp, screen, said: () => said };
};
