import { engineError } from '../../diagnostics/errors.ts';
import type { Cell, Stage, World } from '../contract.ts';

/** What a test's world lets a run do, and what it saw. */
type FakeWorld = World & {
  readonly hosts: string[];
  readonly done: { rows?: number; bytes?: number }[];
};

/** A world for tests: secrets from a record, any host but the refused ones, paths as they are. */
export const fakeWorld = (
  given: {
    secrets?: Readonly<Record<string, string>>;
    refuse?: readonly string[];
    signal?: AbortSignal;
  } = {},
): FakeWorld => {
  const hosts: string[] = [];
  const done: { rows?: number; bytes?: number }[] = [];
  return {
    hosts,
    done,
    readPath: async path => path,
    writePath: async path => path,
    allowHost: host => {
      if (given.refuse?.includes(host)) throw engineError('host-refused', { host });
      hosts.push(host);
    },
    resolveSecrets: text =>
      text.replace(/\$\{env:([^}]*)\}/g, (_, name: string) => {
        const secret = given.secrets?.[name];
        if (secret === undefined) throw engineError('secret-missing', { name });
        return secret;
      }),
    tempFile: suffix => `/nowhere/temp${suffix}`,
    query: async () => [],
    signal: given.signal ?? new AbortController().signal,
    progress: step => {
      done.push(step);
    },
  };
};

/** A stage that keeps its rows. */
export const fakeStage = (): Stage & { readonly rows: (readonly Cell[])[]; readonly sizes: number[] } => {
  const rows: (readonly Cell[])[] = [];
  const sizes: number[] = [];
  return {
    rows,
    sizes,
    append: async batch => {
      rows.push(...batch);
      sizes.push(batch.length);
    },
    csvFile: () => '/nowhere/stage.csv',
  };
};
