/** Every setting of every kind has a widget, and what a form shows is what the file says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import type { Json } from '../schema/types.ts';
import { type FormField, formOf, type Shape } from './form.ts';
import { counts, leavesOf, typedCell, typedNumber, valueAt, withValue } from './form-values.ts';

const kinds = [...catalogue.values()];
const whole = (fields: readonly FormField[]): Shape => ({ is: 'group', fields, brief: [] });
const examples = kinds.flatMap(kind =>
  kind.examples.map(example => ({
    title: `${kind.kind}: ${example.title}`,
    shape: whole(formOf(kind.params)),
    params: example.params as { readonly [param: string]: Json },
  })),
);

const eachField = (fields: readonly FormField[], see: (field: FormField) => void): void => {
  const inside = (shape: Shape): void => {
    if (shape.is === 'group') eachField(shape.fields, see);
    else if (shape.is === 'modes') for (const mode of shape.modes) eachField(mode.fields, see);
    else if (shape.is === 'list') inside(shape.item);
    else if (shape.is === 'record') inside(shape.value);
    else if (shape.is === 'ways') for (const way of shape.ways) inside(way.shape);
  };
  for (const field of fields) {
    see(field);
    inside(field.shape);
  }
};

test('every setting of every kind has a widget and a label', () => {
  for (const kind of kinds) {
    const fields = formOf(kind.params);
    const declared = Object.keys((kind.params as unknown as { shape: object }).shape);
    expect(fields.map(f => f.name)).toEqual(declared);
    eachField(fields, field =>
      expect(field.label, `${kind.kind} ${field.name}`).not.toMatch(/^$|[a-z][A-Z]/),
    );
  }
});

test('a setting that counts only beside a value of another names one that is there', () => {
  const wrong: string[] = [];
  const look = (kind: string, fields: readonly FormField[]) => {
    for (const field of fields)
      for (const [name, values] of Object.entries(field.when ?? {})) {
        const other = fields.find(f => f.name === name)?.shape;
        const known = other?.is === 'choice' ? other.values : other?.is === 'toggle' ? [true, false] : [];
        for (const value of values)
          if (!(known as readonly unknown[]).includes(value))
            wrong.push(`${kind}: ${field.name} when ${name} = ${value}`);
      }
  };
  for (const kind of kinds) {
    const fields = formOf(kind.params);
    look(kind.kind, fields);
    eachField(fields, ({ shape }) => {
      const item = shape.is === 'list' ? shape.item : shape;
      if (item.is === 'group') look(kind.kind, item.fields);
    });
  }
  expect(wrong).toEqual([]);
});

test('the form shows all that the examples set, and putting it back changes nothing', () => {
  for (const { title, shape, params } of examples) {
    const leaves = leavesOf(shape, params);
    let rebuilt: Json | undefined = params;
    for (const leaf of leaves) {
      expect(valueAt(shape, params, leaf.path), title).toEqual(leaf.value);
      rebuilt = withValue(shape, rebuilt, leaf.path, leaf.value);
    }
    expect(rebuilt, title).toEqual(params);
    // From nothing too, so that no value of the file was outside the form.
    const fresh = leaves.reduce<Json | undefined>(
      (at, leaf) => withValue(shape, at, leaf.path, leaf.value),
      {},
    );
    expect(leavesOf(shape, fresh ?? {}), title).toEqual(leaves);
  }
});

test('one setting changes and all others stay', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (a, b) => {
      const { shape, params, title } = examples[a % examples.length]!;
      const leaves = leavesOf(shape, params);
      const leaf = leaves[b % leaves.length]!;
      if (leaf.path.length === 0) return;
      const changed = withValue(shape, params, leaf.path, 'something else');
      expect(valueAt(shape, changed, leaf.path), title).toBe('something else');
      // A brief group may have become a whole one on the way; it says the same.
      const back = withValue(shape, changed, leaf.path, leaf.value) ?? {};
      expect(leavesOf(shape, back), title).toEqual(leaves);
    }),
    { numRuns: 500 },
  );
});

test('numbers, bounds and column pairs are read off the declaration', () => {
  const field = (kind: string, name: string) =>
    formOf(catalogue.get(kind)!.params).find(f => f.name === name)!;
  expect(field('read-csv', 'skip').shape).toEqual({ is: 'number', min: 0, whole: true });
  expect(field('aggregate', 'aggregates').shape).toMatchObject({ is: 'list', item: { is: 'group' } });
  expect(field('join', 'keys').shape).toMatchObject({ item: { brief: ['left', 'right'] } });
  expect(field('sort', 'keys').shape).toMatchObject({ item: { brief: ['column'] } });
  expect(field('filter', 'condition')).toMatchObject({
    required: true,
    shape: { is: 'expression', condition: true, aggregates: false },
  });
});

test('a brief key stays brief while both sides say the same', () => {
  const shape = whole(formOf(catalogue.get('join')!.params));
  const apart = withValue(shape, { keys: ['id'] }, ['keys', 0, 'right'], 'customer');
  expect(apart).toEqual({ keys: [{ left: 'id', right: 'customer' }] });
  expect(withValue(shape, { keys: [] }, ['keys', 0, 'left'], 'id')).toEqual({ keys: [{ left: 'id' }] });
});

test('what is typed into a number counts once it is one', () => {
  const whole = { min: 1, max: 100, whole: true };
  expect(['5', '0', '101', '5.5', '-', '', '1e1', '007'].map(t => typedNumber(t, whole))).toEqual([
    5,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    10,
    undefined,
  ]);
});

test('a cell is what it looks like, unless it was made a text on purpose', () => {
  const all = ['text', 'number', 'boolean', 'null'] as const;
  expect(typedCell('5', undefined, all)).toBe(5);
  expect(typedCell('56', '5', all)).toBe('56');
  expect(typedCell('007', undefined, all)).toBe('007');
  expect(typedCell('true', 'tru', all)).toBe(true);
  expect(typedCell('7 days', 7, ['text', 'number'])).toBe('7 days');
});

test('a setting shows where it counts, and always where it is set', () => {
  const fields: readonly FormField[] = [
    { name: 'how', label: 'How', required: false, advanced: false, fallback: 'inner', shape: { is: 'text' } },
    {
      name: 'time',
      label: 'Time',
      required: false,
      advanced: false,
      when: { how: ['asof'] },
      shape: { is: 'text' },
    },
  ];
  expect(counts(fields[1]!, {}, fields)).toBe(false);
  expect(counts(fields[1]!, { how: 'asof' }, fields)).toBe(true);
  expect(counts(fields[1]!, { time: 'x' }, fields)).toBe(true);
});
