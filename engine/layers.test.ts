/** Who may import whom. The failure says what is allowed. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname ?? '.', '..');

/** Everything that runs in a browser as well, the compiler included. */
const pure = [
  'engine/schema',
  'engine/diagnostics',
  'engine/plan',
  'engine/chart',
  'engine/graph',
  'engine/catalogue',
  'engine/compile',
];

/** Folder, the folders it may import from, and whether it may use Node's own modules. */
const layers: readonly {
  readonly folder: string;
  readonly may: readonly string[];
  readonly node: boolean;
}[] = [
  { folder: 'engine/schema', may: [], node: false },
  { folder: 'engine/diagnostics', may: ['engine/schema'], node: false },
  { folder: 'engine/plan', may: ['engine/schema', 'engine/diagnostics'], node: false },
  { folder: 'engine/chart', may: ['engine/schema', 'engine/diagnostics', 'engine/plan'], node: false },
  { folder: 'engine/graph', may: ['engine/schema', 'engine/diagnostics', 'engine/plan'], node: false },
  {
    folder: 'engine/catalogue',
    may: ['engine/schema', 'engine/diagnostics', 'engine/plan', 'engine/graph'],
    node: false,
  },
  {
    folder: 'engine/compile',
    may: ['engine/schema', 'engine/diagnostics', 'engine/plan', 'engine/graph', 'engine/catalogue'],
    node: false,
  },
  {
    folder: 'engine/connectors',
    may: ['engine/schema', 'engine/diagnostics', 'engine/plan', 'engine/chart'],
    node: true,
  },
  {
    folder: 'engine/duckdb',
    may: ['engine/schema', 'engine/diagnostics', 'engine/plan', 'engine/connectors'],
    node: false,
  },
  {
    folder: 'engine/spark',
    may: ['engine/schema', 'engine/diagnostics', 'engine/plan', 'engine/connectors'],
    node: false,
  },
  {
    folder: 'engine/contract',
    // What a run tells.
    may: [...pure, 'engine/run/events'],
    node: false,
  },
  {
    folder: 'engine/ml',
    may: ['engine/schema', 'engine/diagnostics', 'engine/plan', 'engine/duckdb'],
    node: true,
  },
  { folder: 'engine/run', may: ['engine'], node: true },
  // Kinds are safe in a browser: of the connectors they take the shapes of options only.
  {
    folder: 'nodes',
    may: ['engine/catalogue', 'engine/plan', 'engine/schema', 'engine/chart', 'engine/connectors/*/options'],
    node: false,
  },
  { folder: 'main', may: ['engine', 'nodes'], node: true },
  // The screen has the catalogue and everything pure; what touches the world it asks for by the contract.
  {
    folder: 'renderer',
    // Of the connectors what reads a copied table, which is text in and text out.
    may: ['nodes', 'engine/contract', ...pure, 'engine/run/events', 'engine/connectors/html/table'],
    node: false,
  },
];

const sources = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      name =>
        /\.tsx?$/.test(name) &&
        !/\.test\.tsx?$/.test(name) &&
        !/(^|\/)(test|fake)[^/]*\.ts$/.test(name) &&
        !/(^|\/)test\//.test(name),
    )
    .map(name => join(folder, name));

const imports = (file: string): readonly string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|import\('([^']+)'\)/g,
    ),
  ].map(m => m[1] ?? m[2] ?? '');

const allowed = (target: string, pattern: string): boolean =>
  pattern.includes('*')
    ? new RegExp(`^${pattern.replaceAll('*', '[^/]+')}\\.ts$`).test(target)
    : target === pattern || target === `${pattern}.ts` || target.startsWith(`${pattern}/`);

for (const { folder, may, node } of layers) {
  test(`${folder} imports only what stands below it`, () => {
    const wrong: string[] = [];
    for (const file of sources(folder)) {
      for (const imported of imports(file)) {
        if (imported.startsWith('.')) {
          const target = relative(root, resolve(root, dirname(file), imported));
          if (target.startsWith(`${folder}/`) || may.some(pattern => allowed(target, pattern))) continue;
          wrong.push(`${file} imports ${target}; allowed: ${[folder, ...may].join(', ')}`);
        } else if (!node && (imported.startsWith('node:') || imported.startsWith('@duckdb/'))) {
          wrong.push(`${file} imports ${imported}; this folder also runs in a browser, so nothing of Node`);
        } else if (imported === 'electron' && !file.startsWith('main/electron/'))
          wrong.push(`${file} imports electron; only main/electron may`);
      }
    }
    expect(wrong).toEqual([]);
  });
}
