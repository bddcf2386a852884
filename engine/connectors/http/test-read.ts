import type { z } from 'zod';
import type { EngineError } from '../../diagnostics/errors.ts';
import { fakeStage, fakeWorld } from '../fake-world.ts';
import { http } from './index.ts';
import { type HttpOptions, httpOptions } from './options.ts';

/** The options as a person may write them. */
export type Written = z.input<typeof httpOptions>;

/** Describes and loads, as a run does: through the pinned options. */
export const readAll = async (options: Written, world = fakeWorld()) => {
  const described = await http.describe(httpOptions.parse(options), world);
  const pinned: HttpOptions = httpOptions.parse(described.options);
  const stage = fakeStage();
  if (http.reads === 'rows') await http.load(pinned, described.columns, stage, world);
  return {
    columns: described.columns.map(({ name, type }) => `${name} ${type}`),
    rows: stage.rows,
    described,
  };
};

/** The error that a promise must fail with. */
export const failure = async (promise: Promise<unknown>): Promise<EngineError> => {
  try {
    await promise;
  } catch (error) {
    return error as EngineError;
  }
  throw new Error('It should have failed');
};

/** Reads of the paths of a server, without a second try unless asked for; `KEY` is a secret. */
export const readsFrom = (origin: () => string, secret: string) => {
  const given = (path: string, more: Partial<Written>): Written => ({
    url: path.startsWith('http') ? path : `${origin()}${path}`,
    retries: 0,
    ...more,
  });
  const usual = () => fakeWorld({ secrets: { KEY: secret } });
  return {
    look: (path: string, more: Partial<Written> = {}, world = usual()) =>
      http.describe(httpOptions.parse(given(path, more)), world),
    loaded: async (path: string, more: Partial<Written> = {}) =>
      (await readAll(given(path, more), usual())).rows,
  };
};
