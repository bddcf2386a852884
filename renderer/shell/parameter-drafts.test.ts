import { expect, test } from 'vitest';
import { isId } from '../../engine/graph/endpoint.ts';
import { draftsOf, parametersOf, problemsOf } from './parameter-drafts.ts';

const declared = {
  country: { type: 'string', default: 'FR', options: ['FR', 'DE'], description: 'Whose' },
  most: { type: 'integer', default: 10 },
  day: { type: 'date' },
  all: { type: 'boolean', default: false },
} as const;

test('what was declared comes back the same', () => {
  expect(parametersOf(draftsOf(declared))).toEqual(declared);
});

test('names, twins and defaults that do not fit are said', () => {
  const draft = { type: 'integer', fallback: '', options: '', description: '' } as const;
  const said = problemsOf(
    [
      { ...draft, name: '1st' },
      { ...draft, name: 'a' },
      { ...draft, name: 'a' },
      { ...draft, name: 'b', fallback: 'ten' },
    ],
    isId,
  );
  expect(said).toHaveLength(3);
  expect(said[0]).toContain('1st');
  expect(said[1]).toContain('two parameters “a”');
  expect(said[2]).toContain('ten');
});

test('a large integer keeps its digits', () => {
  const [draft] = draftsOf({ id: { type: 'integer', default: '9007199254740993' } });
  expect(draft && parametersOf([draft])).toEqual({ id: { type: 'integer', default: '9007199254740993' } });
});
