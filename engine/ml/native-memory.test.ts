import { expect, test } from 'vitest';
import { remembering } from './native-memory.ts';

test('the same model and numbers are answered once, other numbers again', () => {
  const remembered = remembering();
  const [one, two] = [{}, {}];
  let asked = 0;
  const ask = (model: object, values: number[], rows = values.length) =>
    remembered(model, [Float64Array.from(values)], rows, () => new Map([[0, Float64Array.of(++asked)]])).get(
      0,
    )?.[0];
  expect(ask(one, [1, 2, 3])).toBe(1);
  expect(ask(one, [1, 2, 3])).toBe(1);
  expect(ask(two, [1, 2, 3])).toBe(2);
  expect(ask(one, [1, 2, 4])).toBe(3);
  expect(ask(one, [1, 2, 3], 2)).toBe(4);
  expect(ask(one, [1, Number.NaN, 3])).toBe(5);
  expect(ask(one, [1, Number.NaN, 3])).toBe(5);
  expect(ask(one, [1, 0, 3])).toBe(6);
});

test('what was asked for long ago is forgotten', () => {
  const remembered = remembering();
  const model = {};
  let asked = 0;
  const ask = (value: number) =>
    remembered(model, [Float64Array.of(value)], 1, () => {
      asked++;
      return new Map();
    });
  for (let i = 0; i < 40; i++) ask(i);
  ask(39);
  expect(asked).toBe(40);
  ask(0);
  expect(asked).toBe(41);
});
