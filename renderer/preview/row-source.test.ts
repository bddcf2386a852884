import { Int32, Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import { expect, test } from 'vitest';
import type { Page } from '../../engine/contract/data.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import { type AskPage, createRowSource, type Looked } from './row-source.ts';

const looked: Looked = {
  source: { doc: 'doc:1', text: '', parameters: {} },
  node: 'a',
  port: undefined,
  view: { sort: [], filter: [], search: '' },
  whole: true,
};

const total = 10_000;
const width = 120;
const pageAt = (offset: number, limit: number, columns: readonly number[], key = 'k'): Page => ({
  columns: Array.from({ length: width }, (_, i) => ({ name: `c${i}`, type: 'INTEGER' })),
  picked: [...columns],
  arrow: tableToIPC(
    new Table(
      Object.fromEntries(
        columns.map(c => [
          `c${c}`,
          vectorFromArray(
            Array.from({ length: limit }, (_, i) => (offset + i) * 1000 + c),
            new Int32(),
          ),
        ]),
      ),
    ),
    'stream',
  ),
  offset,
  rows: limit,
  total,
  complete: true,
  warnings: [`read in a slower way by ${key}`],
  key,
});

const world = () => {
  const asks: { offset: number; columns: readonly number[]; signal: AbortSignal }[] = [];
  let answer: AskPage = async (_, { offset, limit, columns }) =>
    pageAt(offset, limit, columns ?? Array.from({ length: 100 }, (_, i) => i));
  const source = createRowSource((l, w, signal) => {
    asks.push({ offset: w.offset, columns: w.columns ?? [], signal });
    return answer(l, w, signal);
  });
  return {
    source,
    asks,
    answerWith: (next: AskPage) => {
      answer = next;
    },
    settled: () => new Promise(resolve => setTimeout(resolve, 5)),
  };
};

test('blocks come around what is seen, with the columns that are seen', async () => {
  const { source, asks, settled } = world();
  source.look(looked);
  await settled();
  expect(source.cell(5, 7)).toBe(5007);
  expect(source.cell(5000, 110)).toBeUndefined();
  source.need(5000, 5030, [110]);
  await settled();
  expect(source.cell(5000, 110)).toBe(5_000_110);
  expect(
    asks
      .slice(1)
      .map(a => a.offset)
      .sort(),
  ).toEqual([4800, 5000, 5200]);
  expect(asks[1]?.offset).toBe(5000);
  expect(asks[1]?.columns).toEqual(Array.from({ length: 20 }, (_, i) => 100 + i));
});

test('what is scrolled past is not waited for', async () => {
  const { source, asks, answerWith, settled } = world();
  source.look(looked);
  await settled();
  answerWith(() => new Promise(() => {}));
  source.need(5000, 5030, [0]);
  source.need(9000, 9030, [0]);
  expect(
    asks
      .filter(a => a.signal.aborted)
      .map(a => a.offset)
      .sort(),
  ).toEqual([4800, 5000, 5200]);
});

test('the last good rows stay when the pipeline breaks, and go when another port is looked at', async () => {
  const { source, answerWith, settled } = world();
  source.look(looked);
  await settled();
  answerWith(() => Promise.reject(new RpcError({ code: 'unknown-column', message: 'No such column.' })));
  source.look({ ...looked, source: { ...looked.source, text: 'edited' } });
  await settled();
  expect(source.state()).toMatchObject({ total, fault: { code: 'unknown-column' }, busy: false });
  expect(source.cell(5, 7)).toBe(5007);
  source.look({ ...looked, node: 'b' });
  expect(source.cell(5, 7)).toBeUndefined();
  await settled();
  expect(source.state().columns).toBeUndefined();
});

test('an edit that leaves the rows as they are keeps what was fetched', async () => {
  const { source, settled, answerWith } = world();
  source.look(looked);
  await settled();
  source.need(5000, 5030, [0]);
  await settled();
  source.look({ ...looked, source: { ...looked.source, text: 'elsewhere' } });
  await settled();
  expect(source.cell(5000, 0)).toBe(5_000_000);
  answerWith(async (_, w) => pageAt(w.offset, w.limit, w.columns ?? [0], 'other'));
  source.look({ ...looked, source: { ...looked.source, text: 'below' } });
  await settled();
  expect(source.cell(5000, 0)).toBeUndefined();
});

test('what was said while rows were read stands with them, and goes with them', async () => {
  const { source, settled } = world();
  source.look(looked);
  await settled();
  expect(source.state().warnings).toEqual(['read in a slower way by k']);
  source.look({ ...looked, node: 'b' });
  expect(source.state().warnings).toEqual([]);
});
