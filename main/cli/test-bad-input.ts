/** For tests: one bad input, run through the built command line with an earlier output in place. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { MessageCode } from '../../engine/diagnostics/messages.ts';
import { type Cli, jsonLines, pipeline } from './test-cli.ts';

type Node = Parameters<typeof pipeline>[0][number];

export type BadInput = {
  readonly title: string;
  /** The pipeline file. */
  readonly document: string | Uint8Array;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Makes the world bad; what it gives back is called at the end. Undefined: it cannot be made so here. */
  readonly prepare?: (folder: string) => Undo | undefined;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** 1: the run failed, or the world would not let it begin. 2: the pipeline or the arguments are wrong. */
  readonly exit: 1 | 2;
  readonly error: { readonly code: MessageCode; readonly node?: string; readonly param?: string };
  readonly says: string | RegExp;
  /** How many errors are told; one unless said. */
  readonly errors?: number;
  /** What may stand in nothing that is said. */
  readonly hidden?: string;
};

export type Undo = () => void;

export type Outcome = {
  readonly exit: number | null;
  readonly error: { readonly code?: string; readonly node?: string; readonly param?: string };
  readonly message: string;
  /** How many errors were told. */
  readonly errors: number;
  /** All that was said, on both streams. */
  readonly said: string;
  /** Every file and folder that differs from before, and what is left in the temporary folder. */
  readonly changed: readonly string[];
};

export const sink: Node = { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } };

/** A source and a sink, with steps between them, beside a branch in which nothing is wrong. */
export const reading = (kind: string, params: object, ...more: readonly Node[]): string => {
  const chain = [{ id: 'orders', kind, params }, ...more, sink];
  const edges = chain.slice(1).map((node, i) => ({ from: `${chain[i]?.id}.out`, to: `${node.id}.in` }));
  const healthy = [
    { id: 'healthy', kind: 'read-csv', params: { path: 'orders.csv' } },
    { ...sink, id: 'also', params: { path: 'also.csv' } },
  ];
  return pipeline([...chain, ...healthy], { edges: [...edges, { from: 'healthy.out', to: 'also.in' }] });
};

/** A filter between `orders.csv` and the sink. */
export const filtering = (condition: string): string =>
  reading('read-csv', { path: 'orders.csv' }, { id: 'keep', kind: 'filter', params: { condition } });

export const orders = 'id,amount\n1,10\n2,20\n';
const earlier = 'an earlier output\n';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-bad-')));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const contents = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true }).map(entry => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), entry.isFile() ? readFileSync(path, 'latin1') : ''];
    }),
  );

const differences = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(name => before.get(name) !== after.get(name));

/** A folder with the input, an earlier output and an empty temporary folder. */
export const place = (input: Pick<BadInput, 'document' | 'files'>) => {
  const root = mkdtempSync(join(base, 'case-'));
  const [folder, temporary] = [join(root, 'work'), join(root, 'tmp')];
  for (const made of [folder, temporary]) mkdirSync(made);
  const files = {
    'orders.csv': orders,
    'out.csv': earlier,
    'also.csv': earlier,
    ...input.files,
    'p.millrace': input.document,
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return { folder, temporary };
};

/** Runs it, and tells what was said and what changed. Undefined where the system cannot be made bad. */
export const outcomeOf = async (cli: Cli, input: BadInput): Promise<Outcome | undefined> => {
  const { folder, temporary } = place(input);
  const undo = input.prepare === undefined ? () => {} : input.prepare(folder);
  if (undo === undefined) return undefined;
  try {
    const before = contents(folder);
    const args = [
      'run',
      'p.millrace',
      '--json',
      '--cache-dir',
      join(folder, '../cache'),
      ...(input.args ?? []),
    ];
    const { code, out, err } = await cli.run(args, { cwd: folder, env: { TMPDIR: temporary, ...input.env } });
    const lines = jsonLines(out);
    const { message = '', ...error } = (lines.at(-1)?.error ?? {}) as Outcome['error'] & { message?: string };
    const told = lines.filter(
      line => line.event === 'diagnostic' && (line.diagnostic as { severity: string }).severity === 'error',
    );
    return {
      exit: code,
      error,
      message,
      errors: Math.max(1, told.length),
      said: out + err,
      changed: [...differences(before, contents(folder)), ...readdirSync(temporary)],
    };
  } finally {
    undo();
  }
};

/** Reads `orders.csv`. */
export const source = { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } };
/** A bad input that is told before anything runs. */
export const wrong = (
  title: string,
  document: string | Uint8Array,
  error: BadInput['error'],
  says: string | RegExp,
  more: Partial<BadInput> = {},
): BadInput => ({ title, document, exit: 2, error, says, ...more });

/** Edges of a pipeline, each as `from to`. */
export const edges = (...pairs: readonly string[]) => ({
  edges: pairs.map(pair => {
    const [from, to] = pair.split(' ');
    return { from, to };
  }),
});
