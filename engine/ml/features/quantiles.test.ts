import { expect, test } from 'vitest';
import { randomOf } from '../../plan/random.ts';
import { eachRel } from '../../plan/relation.ts';
import type { Cell, Data } from '../engine.ts';
import { codeOf, tableOf } from '../test-data.ts';
import { fitImpute } from './impute.ts';
import { fitQuantileBins } from './make.ts';
import { quantiles } from './quantiles.ts';
import { fitScale } from './scale.ts';

const shares = [0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.999, 1];

/** Three blocks of rows: any numbers, few different ones, and gaps of every kind. */
const someRows = (): Cell[][] => {
  const random = randomOf(7);
  const gaps = [null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return Array.from({ length: 5000 }, (_, i) => [
    (random() - 0.5) * 10 ** (random() * 20),
    Math.floor(random() * 5),
    i % 9 === 0 ? (gaps[(i / 9) % 4] as Cell) : random(),
  ]);
};
const columns = ['a', 'b', 'c'];
const table = (threads: number) =>
  tableOf(
    columns.map(c => `${c} DOUBLE`),
    someRows(),
    threads,
  );

test('quantiles are those of DuckDB to the last digit, on any number of threads, in little room and in much', async () => {
  const data = await table(2);
  const asked = columns.flatMap(c =>
    shares.map(q => `quantile_cont(CASE WHEN isfinite(${c}) THEN ${c} END, ${q}::DOUBLE)`),
  );
  const reader = await data.connection.runAndReadAll(`SELECT ${asked.join(', ')} FROM t`);
  const found = await quantiles(data, columns, shares);
  expect(found.flat()).toEqual(reader.getRows()[0]);
  expect(await quantiles(await table(1), columns, shares)).toEqual(found);
  for (const room of [1000, 1e9]) {
    const few = await quantiles({ rel: data.rel, engine: { ...data.engine, room } }, columns, [0.1, 1 / 3]);
    expect(few).toEqual(found.map(own => [own[2], own[4]]));
  }
});

test('one row is every quantile; a column without a number has none', async () => {
  const one = await tableOf(['a DOUBLE', 'b DOUBLE'], [[3, Number.NaN]]);
  expect(await quantiles(one, ['a'], [0, 0.3, 1])).toEqual([[3, 3, 3]]);
  expect(await codeOf(quantiles(one, ['a', 'b'], [0.5]))).toBe('ml-all-null');
});

test('beyond the room no step asks for an aggregate that holds every value, nor for a sort that is not kept', async () => {
  const { engine, rel } = await table(2);
  const asked = new Set<string>();
  const watched: Data = {
    rel,
    engine: {
      ...engine,
      room: 5000,
      rows: async of => {
        eachRel(of, r => {
          if (r.op !== 'aggregate') return;
          for (const { expr } of r.aggregates) if (expr.op === 'aggregate') asked.add(expr.fn);
        });
        const rows = await engine.rows(of);
        expect(rows.length).toBeLessThan(10);
        return rows;
      },
      blocks: of => {
        eachRel(of, r => void asked.add(r.op));
        return engine.blocks(of);
      },
    },
  };
  const typed = columns.map(column => ({ column, type: 'DOUBLE' }));
  await fitImpute(watched, { columns: typed, strategy: 'median' });
  await fitScale(watched, { columns, method: 'robust' });
  await fitQuantileBins(watched, { column: 'a', output: 'bin', bins: 10 });
  expect([...asked].sort()).toEqual(['count', 'project', 'ref']);
});
