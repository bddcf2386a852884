import { expect, test } from 'vitest';
import { type Listing, shownEntries, withExtension } from './listing.ts';

const listing: Listing = {
  folder: 'file:1',
  path: '/data',
  entries: [
    { file: 'file:2', name: 'old', kind: 'folder' },
    { file: 'file:3', name: 'Orders.CSV', kind: 'file' },
    { file: 'file:4', name: 'notes.txt', kind: 'file' },
  ],
};

const names = (shown: Parameters<typeof shownEntries>[1]) => shownEntries(listing, shown).map(e => e.name);

test('folders and the files of an extension, letter case aside', () => {
  expect(names({ extensions: ['csv'], all: false, foldersOnly: false })).toEqual(['old', 'Orders.CSV']);
  expect(names({ extensions: ['csv'], all: true, foldersOnly: false })).toHaveLength(3);
  expect(names({ extensions: [], all: false, foldersOnly: false })).toHaveLength(3);
  expect(names({ extensions: [], all: true, foldersOnly: true })).toEqual(['old']);
});

test('a name gets the extension it lacks', () => {
  expect(withExtension('orders', ['millrace'])).toBe('orders.millrace');
  expect(withExtension('orders.MILLRACE', ['millrace'])).toBe('orders.MILLRACE');
  expect(withExtension('orders.v2', ['millrace'])).toBe('orders.v2.millrace');
  expect(withExtension('', ['millrace'])).toBe('');
});
