import { describe, expect, test } from 'vitest';
import type { Parameter } from './document.ts';
import { parameterValues, substitute } from './parameters.ts';

const settle = (parameters: Record<string, Parameter>, given: Record<string, string> = {}) => {
  const { values: found, diagnostics } = parameterValues({ parameters }, given);
  return { values: Object.fromEntries(found), codes: diagnostics.map(d => d.code), diagnostics };
};

describe('values of parameters', () => {
  test('given text is read by type', () => {
    const types = { p: 'path', s: 'string', i: 'integer', n: 'number', b: 'boolean', d: 'date' } as const;
    const parameters = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
    expect(
      settle(parameters, { p: 'a b.csv', s: '', i: '-007', n: '1.50e2', b: 'TRUE', d: '2024-02-29' }),
    ).toMatchObject({
      values: { p: 'a b.csv', s: '', i: -7, n: 150, b: true, d: '2024-02-29' },
      codes: [],
    });
  });

  test.each([
    ['integer', '1.5'],
    ['integer', ''],
    ['integer', '1e3'],
    ['integer', 'x'],
    ['number', 'NaN'],
    ['number', 'Infinity'],
    ['number', '1e400'],
    ['number', '9007199254740993'],
    ['number', '1,5'],
    ['boolean', 'yes'],
    ['date', '2023-02-29'],
    ['date', '2024-2-9'],
    ['date', '2024-13-01'],
    ['path', ' '],
    ['path', 'a\u0000b'],
  ] as const)('%s does not take %j', (type, value) => {
    const found = settle({ x: { type } }, { x: value });
    expect(found.codes).toEqual(['bad-parameter-value']);
    expect(found.values.x).toBeUndefined();
  });

  test('whole numbers beyond 2^53 stay exact as text', () => {
    expect(settle({ x: { type: 'integer' } }, { x: '9007199254740993' }).values).toEqual({
      x: '9007199254740993',
    });
    expect(settle({ x: { type: 'integer', default: '-9223372036854775808' } }).values).toEqual({
      x: '-9223372036854775808',
    });
  });

  test('one of the options', () => {
    const parameters = {
      size: { type: 'integer', options: [1, 2] },
      how: { type: 'string', options: ['a'], default: 'b' },
    } as const;
    expect(settle(parameters, { size: '2', how: 'a' }).values).toEqual({ size: 2, how: 'a' });
    expect(settle(parameters, { size: '3' }).diagnostics).toMatchObject([
      { code: 'bad-parameter-choice', data: { name: 'size', choices: ['1', '2'], given: true } },
      { code: 'bad-parameter-choice', data: { name: 'how', given: false } },
    ]);
  });

  test('unknown names, missing values and wrong defaults are all reported', () => {
    const found = settle(
      {
        input: { type: 'path' },
        n: { type: 'integer', default: true },
        s: { type: 'string', default: 5 },
        ok: { type: 'number', default: 5 },
      },
      { inptu: 'x', constructor: 'y' },
    );
    expect(found.codes).toEqual([
      'unknown-given-parameter',
      'unknown-given-parameter',
      'missing-parameter',
      'bad-parameter-value',
      'bad-parameter-value',
    ]);
    expect(found.diagnostics[0]).toMatchObject({ data: { name: 'inptu', near: 'input' } });
    expect(found.values).toEqual({ input: undefined, n: undefined, s: undefined, ok: 5 });
  });

  test('what uses a parameter without a value says so', () => {
    const { values: found } = parameterValues({ parameters: { input: { type: 'path' } } });
    expect(substitute({ path: '${input}' }, found).diagnostics).toMatchObject([
      { code: 'parameter-without-value', param: 'path' },
    ]);
  });

  test('defaults take other parameters, whatever the order, and given values win', () => {
    const parameters = {
      file: { type: 'path', default: '${dir}/${day}.csv' },
      dir: { type: 'path', default: 'in/$${x}' },
      day: { type: 'date', default: '2024-01-01' },
      top: { type: 'integer', default: '${limit}' },
      limit: { type: 'integer', default: 10 },
      url: { type: 'string', default: 'https://${env:HOST}/' },
    } as const;
    expect(settle(parameters, { day: '2024-05-06', dir: '${day}' })).toMatchObject({
      codes: [],
      values: { file: '${day}/2024-05-06.csv', top: 10, url: 'https://${env:HOST}/' },
    });
  });

  test('a circle of defaults is named; what stands behind it is not reported again', () => {
    const text = (value: string) => ({ type: 'string', default: value }) as const;
    const parameters = {
      a: text('${b}'),
      b: text('x${c}'),
      c: text('${a}'),
      behind: text('${a}'),
      own: text('${own}'),
      fine: text('1'),
    };
    const found = settle(parameters);
    expect(found.diagnostics).toMatchObject([
      { code: 'parameter-cycle', data: { names: ['own'] } },
      { code: 'parameter-cycle', data: { names: ['a', 'b', 'c'] } },
    ]);
    expect(found.values.fine).toBe('1');
    expect(settle(parameters, { a: 'cut', own: 'x' })).toMatchObject({
      codes: [],
      values: { b: 'xcut', behind: 'cut' },
    });
  });

  test('doubling defaults stop at 1 MB in all', () => {
    const parameters = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `p${i}`,
        { type: 'string', default: i === 0 ? 'xx' : `\${p${i - 1}}\${p${i - 1}}` },
      ]),
    ) as Record<string, Parameter>;
    const start = performance.now();
    const found = settle(parameters);
    expect(performance.now() - start).toBeLessThan(500);
    expect(found.codes).toEqual(['expansion-too-large']);
  });

  test('a chain of 5,000 defaults needs no recursion', () => {
    const parameters = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [
        `p${i}`,
        { type: 'string', default: i === 4999 ? 'end' : `\${p${i + 1}}` },
      ]),
    ) as Record<string, Parameter>;
    expect(settle(parameters).values.p0).toBe('end');
  });

  test('a broken reference in a default is reported at that parameter', () => {
    expect(settle({ a: { type: 'string', default: '${gone} ${' } }).diagnostics).toMatchObject([
      { code: 'unknown-parameter', param: 'parameters.a' },
      { code: 'unclosed-parameter', param: 'parameters.a' },
    ]);
  });
});
