import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { iconOf } from './kind-icons.ts';

test('every kind of the catalogue has its icon on the screen', () => {
  const missing = [...catalogue.values()].filter(kind => iconOf(kind.icon) === undefined);
  expect(missing.map(kind => `${kind.kind}: ${kind.icon}`)).toEqual([]);
});
