import { scriptFile } from '../connectors/script-file.ts';

const beside = (name: string): URL => new URL(name, import.meta.url);

const once = (find: () => Promise<string>): (() => Promise<string>) => {
  let found: Promise<string> | undefined;
  return () => {
    found ??= find();
    return found;
  };
};

/** Where the program of the threads that fit is. */
export const fitWorker = once(() =>
  scriptFile(beside('./fit-worker.js'), beside('../ml/workers/fit-worker.ts')),
);

/** Where the program of the threads that help with a fit is. */
export const fitHelper = once(() =>
  scriptFile(beside('./fit-helper.js'), beside('../ml/workers/fit-helper.ts')),
);
