/** For tests: expressions that are more than one, and paths that lead where they should not. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type BadInput, edges, filtering, orders, reading, sink, source, wrong } from './test-bad-input.ts';
import { pipeline } from './test-cli.ts';

/** Expressions that are more than an expression. */
const expressions = (
  [
    ['amount > 1) or (1=1', 'expression-syntax'],
    ['1; drop table t', 'expression-refused'],
    ["amount from read_text('/etc/passwd')", 'expression-refused'],
    ["amount > (select count(*) from read_csv('orders.csv'))", 'expression-refused'],
    ["copy orders to 'out.csv'", 'expression-syntax'],
    ["read_text('/etc/passwd') is not null", 'unknown-function'],
  ] as const
).map(([condition, code]) =>
  wrong(`the condition ${condition}`, filtering(condition), { code, node: 'keep', param: 'condition' }, '“'),
);

const writing = (path: string) => pipeline([source, { ...sink, params: { path } }]);

/** Paths that lead where they should not. */
const paths: readonly BadInput[] = [
  ...['CON', 'ends. ', '\\\\host\\share\\x.csv', 'a\0b'].map(path =>
    wrong(
      `an output called ${JSON.stringify(path)}`,
      writing(path),
      { code: 'path-refused', node: 'out', param: 'path' },
      'may not be written',
    ),
  ),
  wrong(
    'an output with a name of 300 characters',
    writing(`${'x'.repeat(300)}.csv`),
    { code: 'path-refused', node: 'out', param: 'path' },
    'longer than 255 bytes',
  ),
  wrong(
    'a way out of the sandbox',
    reading('read-csv', { path: '../../../etc/passwd' }),
    { code: 'path-refused', node: 'orders', param: 'path' },
    '--allow-read',
    { args: ['--sandbox'] },
  ),
  wrong(
    'a link out of the sandbox',
    reading('read-csv', { path: 'link.csv' }),
    { code: 'path-refused', node: 'orders', param: 'path' },
    '--allow-read',
    {
      args: ['--sandbox'],
      prepare: folder => {
        symlinkSync('/etc/passwd', join(folder, 'link.csv'));
        return () => {};
      },
    },
  ),
  wrong(
    'an output that leaves the sandbox',
    writing('../out.csv'),
    { code: 'path-refused', node: 'out', param: 'path' },
    '--allow-write',
    { args: ['--sandbox'] },
  ),
  wrong(
    'an output that is an input',
    writing('orders.csv'),
    { code: 'output-is-input', node: 'out', param: 'path' },
    'orders',
  ),
  wrong(
    'an input that is a link to the output',
    reading('read-csv', { path: 'link.csv' }),
    { code: 'output-is-input', node: 'out', param: 'path' },
    'out.csv',
    {
      files: { 'out.csv': orders },
      prepare: folder => {
        symlinkSync('out.csv', join(folder, 'link.csv'));
        return () => {};
      },
    },
  ),
  wrong(
    'a pattern that takes in the output',
    reading('read-csv', { path: 'o*.csv' }),
    { code: 'output-is-input', node: 'out', param: 'path' },
    'out.csv',
    { files: { 'out.csv': orders } },
  ),
  wrong(
    'two outputs of one path',
    pipeline([source, sink, { ...sink, id: 'again' }], edges('orders out', 'orders again')),
    { code: 'output-twice', node: 'again', param: 'path' },
    'out.csv',
  ),
];

export const badPaths: readonly BadInput[] = [...expressions, ...paths];
