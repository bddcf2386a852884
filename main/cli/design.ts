import { resolve } from 'node:path';
import { one, readArgs, wholeNumber } from './args.ts';
import { whenStopped } from './interrupt.ts';
import { say } from './output.ts';

export const summary = 'Open the designer as a page on this machine';
export const usage = 'millrace design [FILE] [--port N]';
export const help = `  --port N             the port on 127.0.0.1; the next free one from 8733 on if not given

The address that is printed opens the designer once, within a minute. Press Enter for a new one, Ctrl+C to end.`;

/** Serves the designer until it is interrupted. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, { port: { type: 'string' } });
  const port = wholeNumber(one(args.values.port), 'port', 0, 65535);
  const { startDesigner } = await import('../web/main.ts');
  const stop = whenStopped(() => {});
  const web = await startDesigner({ files: args.positionals.map(file => resolve(file)), port, say });
  const print = () => process.stdout.write(`Millrace is at ${web.address()}\n`);
  print();
  say('The address works once, within a minute. Press Enter for a new one, Ctrl+C to end.');
  process.stdin.on('data', print);
  // A terminal and a pipe keep the process alive unless told not to; a file, such as /dev/null, has no such word.
  (process.stdin as { unref?: () => void }).unref?.();
  await new Promise<void>(ended => {
    if (stop.signal.aborted) ended();
    else stop.signal.addEventListener('abort', () => ended(), { once: true });
  });
  stop.done();
  await web.stop();
  return 0;
};
