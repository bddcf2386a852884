import { scriptFile } from '../connectors/script-file.ts';

const beside = (name: string): URL => new URL(name, import.meta.url);

let found: Promise<string> | undefined;

/** Where the program of the threads that fit is. */
export const fitWorker = (): Promise<string> => {
  found ??= scriptFile(beside('./fit-worker.js'), beside('../ml/workers/fit-worker.ts'));
  return found;
};
