import { expect, test } from 'vitest';
import { headerRow, keyAct } from './grid-keys.ts';

const size = { rows: 100, columns: 5, page: 10 };
const key = (name: string, more: object = {}) => ({
  key: name,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...more,
});

test('arrows, pages and ends stay inside the table, and the header is above the first row', () => {
  const at = { row: 0, column: 4 };
  expect(keyAct(key('ArrowUp'), at, size)).toMatchObject({ to: { row: headerRow, column: 4 } });
  expect(keyAct(key('ArrowRight'), at, size)).toMatchObject({ to: { row: 0, column: 4 } });
  expect(keyAct(key('PageDown'), at, size)).toMatchObject({ to: { row: 10, column: 4 } });
  expect(keyAct(key('End', { ctrlKey: true }), at, size)).toMatchObject({ to: { row: 99, column: 4 } });
  expect(keyAct(key('ArrowDown', { shiftKey: true }), at, size)).toMatchObject({ extend: true });
  expect(keyAct(key('c', { metaKey: true }), at, size)).toEqual({ act: 'copy' });
  expect(keyAct(key('C', { ctrlKey: true, shiftKey: true }), at, size)).toEqual({ act: 'copy-csv' });
  expect(keyAct(key('c'), at, size)).toBeUndefined();
});

test('at the header keys are about the column', () => {
  const at = { row: headerRow, column: 1 };
  expect(keyAct(key('Enter', { shiftKey: true }), at, size)).toEqual({ act: 'sort', add: true });
  expect(keyAct(key('ArrowLeft', { shiftKey: true }), at, size)).toEqual({ act: 'resize', by: -1 });
  expect(keyAct(key('ArrowRight', { altKey: true }), at, size)).toEqual({ act: 'move', by: 1 });
  expect(keyAct(key('ArrowDown', { altKey: true }), at, size)).toEqual({ act: 'menu' });
  expect(keyAct(key('ArrowDown'), at, size)).toMatchObject({ act: 'go', to: { row: 0, column: 1 } });
});
