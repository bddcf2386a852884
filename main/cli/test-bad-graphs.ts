/** For tests: pipeline files that are damaged, wrong or hostile. */
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type BadInput, edges, filtering, reading, sink, source, wrong } from './test-bad-input.ts';
import { pipeline } from './test-cli.ts';

const good = reading('read-csv', { path: 'orders.csv' });
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
/** Files that are no pipeline, or not quite. */
const texts: readonly BadInput[] = [
  wrong('an empty pipeline file', '', { code: 'empty-file' }, 'backup'),
  wrong('a pipeline file that is not JSON', 'nodes: []', { code: 'not-json' }, 'line 1, column 1'),
  wrong('a pipeline file cut off', good.slice(0, 90), { code: 'not-json' }, 'it may be cut off'),
  wrong(
    'NUL bytes in a pipeline file',
    `${good.slice(0, 50)}\0${good.slice(50)}`,
    { code: 'nul-byte' },
    'line 1',
  ),
  wrong('a pipeline file in UTF-16', utf16(good), { code: 'wrong-encoding' }, 'Save it as UTF-8'),
  wrong(
    'a pipeline file in Latin-1',
    Buffer.from(good.replace('Test', 'é'), 'latin1'),
    { code: 'not-utf8' },
    'line 1',
  ),
  wrong(
    'a key that stands twice',
    good.replace('"id":"orders"', '"id":"a","id":"orders"'),
    { code: 'duplicate-key', node: 'orders' },
    '“id” stands twice in node 1',
  ),
  wrong('nesting of 100,000', '['.repeat(100_000), { code: 'too-deep' }, '64'),
  wrong(
    'a text of a million characters',
    good.replace('Test', 'x'.repeat(1_000_001)),
    { code: 'text-too-long' },
    'line 1',
  ),
  wrong('a pipeline file of 200 MB', good, { code: 'file-too-large' }, '200.0 MB', {
    prepare: folder => {
      const file = openSync(join(folder, 'p.millrace'), 'w');
      ftruncateSync(file, 200_000_000);
      closeSync(file);
      return () => {};
    },
  }),
  wrong(
    'a number that cannot be kept',
    good.replace('"path":"orders.csv"', '"path":"orders.csv","skip":9007199254740993'),
    { code: 'inexact-number', node: 'orders', param: 'skip' },
    '"9007199254740993"',
  ),
  wrong(
    'a number past any size',
    good.replace('"path":"orders.csv"', '"path":"orders.csv","skip":1e400'),
    { code: 'inexact-number', node: 'orders', param: 'skip' },
    '1e400',
  ),
  wrong(
    'merge conflict markers',
    `<<<<<<< ours\n${good}\n=======\n${good}\n>>>>>>> theirs\n`,
    { code: 'merge-conflict' },
    'line 1',
  ),
  wrong(
    'a newer version',
    good.replace('"version":1', '"version":7'),
    { code: 'newer-version' },
    /version 7 .*up to 1/,
  ),
];

/** Graphs that cannot be run. */
const graphs: readonly BadInput[] = [
  wrong(
    'a cycle',
    pipeline(
      [
        source,
        { id: 'a', kind: 'filter', params: { condition: 'true' } },
        { id: 'b', kind: 'filter', params: { condition: 'true' } },
        sink,
      ],
      edges('a b', 'b a', 'b out'),
    ),
    { code: 'cycle', node: 'a' },
    'a, b form a circle',
  ),
  wrong(
    'a node connected to itself',
    pipeline(
      [source, { id: 'a', kind: 'filter', params: { condition: 'true' } }, sink],
      edges('a a', 'a out'),
    ),
    { code: 'self-loop', node: 'a' },
    'connected to itself',
  ),
  wrong(
    'an id that two nodes have',
    pipeline([source, source, sink], edges('orders out')),
    { code: 'duplicate-node-id', node: 'orders' },
    '“orders” belongs to 2',
  ),
  wrong(
    'an edge from a node that is not there',
    pipeline([source, sink], edges('order.out out.in')),
    { code: 'dangling-edge', node: 'out' },
    'Did you mean “orders”?',
  ),
  wrong(
    'an edge to a port that is not there',
    pipeline([source, sink], edges('orders.out out.inn')),
    { code: 'unknown-port', node: 'out' },
    '“inn”',
  ),
  wrong(
    'two edges into one input',
    pipeline([source, { ...source, id: 'more' }, sink], edges('orders out', 'more out')),
    { code: 'input-taken', node: 'out' },
    'in',
  ),
  wrong(
    'an input that nothing is connected to',
    pipeline([source, sink], { edges: [] }),
    { code: 'missing-input', node: 'out' },
    'Rows',
  ),
  wrong(
    'a kind by another name',
    reading('read-xlsx', { path: 'a.xlsx' }),
    { code: 'unknown-kind', node: 'orders' },
    'Did you mean “read-excel”?',
  ),
  wrong(
    'a kind that exists later',
    reading('quantum-join', {}),
    { code: 'unknown-kind', node: 'orders' },
    'quantum-join',
  ),
  wrong(
    'a kind in a newer version',
    good.replace('"id":"orders",', '"id":"orders","version":9,'),
    { code: 'newer-kind-version', node: 'orders' },
    'version 9',
  ),
  wrong(
    'a setting by another name',
    reading('read-csv', { path: 'orders.csv', delimeter: ';' }),
    { code: 'unknown-param', node: 'orders', param: 'delimeter' },
    'Did you mean “delimiter”?',
  ),
  wrong(
    'a column that is not there',
    filtering('amout > 1'),
    { code: 'unknown-column', node: 'keep', param: 'condition' },
    'Did you mean “amount”?',
  ),
  wrong(
    'an id called __proto__',
    pipeline([{ ...source, id: '__proto__' }, sink]),
    { code: 'bad-node-id', node: '__proto__' },
    '__proto__',
  ),
];

/** Parameters and secrets. */
const parameters: readonly BadInput[] = [
  wrong(
    'parameters that need each other',
    pipeline([source, sink], {
      parameters: { a: { type: 'string', default: '${b}' }, b: { type: 'string', default: '${a}' } },
    }),
    { code: 'parameter-cycle', param: 'parameters.a' },
    'a, b need',
  ),
  wrong(
    'a parameter that is not closed',
    reading('read-csv', { path: '${input' }),
    { code: 'unclosed-parameter', node: 'orders', param: 'path' },
    'closing }',
  ),
  wrong(
    'a parameter that nobody declared',
    reading('read-csv', { path: '${input}' }),
    { code: 'unknown-parameter', node: 'orders', param: 'path' },
    '“input”',
  ),
  wrong(
    'a parameter without a value',
    pipeline([source, sink], { parameters: { n: { type: 'integer' } } }),
    { code: 'missing-parameter', param: 'parameters.n' },
    '--param n=',
  ),
  wrong(
    'a value of another type',
    pipeline([source, sink], { parameters: { n: { type: 'integer' } } }),
    { code: 'bad-parameter-value', param: 'parameters.n' },
    '“x”',
    { args: ['--param', 'n=x'] },
  ),
  wrong(
    'defaults that double to a gigabyte',
    pipeline([source, sink], {
      parameters: Object.fromEntries(
        [...Array(30).keys()].map(i => [
          `p${i}`,
          { type: 'string', default: i === 0 ? 'x' : `\${p${i - 1}}\${p${i - 1}}` },
        ]),
      ),
    }),
    { code: 'expansion-too-large', param: 'parameters.p19' },
    'characters',
  ),
  wrong(
    'a secret that is not set',
    reading('read-postgres', { connection: '${env:NO_SUCH_SECRET}', table: 't' }),
    { code: 'secret-missing', node: 'orders', param: 'connection' },
    'NO_SUCH_SECRET',
  ),
];

export const badGraphs: readonly BadInput[] = [...texts, ...graphs, ...parameters];
