import { expect, test } from 'vitest';
import { conflictSides } from './conflict.ts';
import { parsePipeline } from './parse.ts';

const merged = (base: string): string => `{
  "format": "millrace/pipeline",
  "version": 1,
  "nodes": [
<<<<<<< HEAD
    { "id": "ours", "kind": "filter" }
${base}=======
    { "id": "theirs", "kind": "filter" }
>>>>>>> branch
  ]
}
`;

test.each(['', '||||||| 1a2b3c\n    { "id": "base", "kind": "filter" }\n'])(
  'both sides can be opened (%#)',
  base => {
    const text = merged(base);
    expect(parsePipeline(text).diagnostics.map(d => d.code)).toEqual(['merge-conflict']);
    const sides = conflictSides(text);
    expect(parsePipeline(sides!.ours).document?.nodes.map(node => node.id)).toEqual(['ours']);
    expect(parsePipeline(sides!.theirs).document?.nodes.map(node => node.id)).toEqual(['theirs']);
  },
);

test('a file without markers has no sides', () => {
  expect(conflictSides('{ "a": "<<<<<<< x" }\n')).toBeUndefined();
});
