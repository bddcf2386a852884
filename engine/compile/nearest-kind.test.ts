import { expect, test } from 'vitest';
import { kinds } from '../../nodes/index.ts';
import { nearestKind } from './nearest-kind.ts';

test.each<[string, string | undefined]>([
  ['fliter', 'filter'],
  ['read-cvs', 'read-csv'],
  ['read-xlsx', 'read-excel'],
  ['write-xlsx', 'write-excel'],
  ['read-mariadb', 'read-mysql'],
  ['melt', 'unpivot'],
  ['dropna', 'drop-nulls'],
  ['where', 'filter'],
  ['pivot_longer', 'unpivot'],
  ['quantum-entangle', undefined],
])('%s means %s', (name, kind) => expect(nearestKind(name, kinds)).toBe(kind));
