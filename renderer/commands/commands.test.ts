import { expect, test } from 'vitest';
import { type Command, keysOf, pressed } from './command.ts';
import { commandFor, hears } from './keyboard.ts';
import { commands } from './list.ts';

const press = (key: string, more: Partial<Parameters<typeof pressed>[0]> = {}) =>
  pressed({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more }, false);

const canvas = { text: false, canvas: true };
const field = { text: true, canvas: false };

test('no id and no shortcut is there twice', () => {
  const ids = commands.map(command => command.id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  const shortcuts = commands.flatMap(command => command.shortcuts ?? []);
  expect(shortcuts.filter((keys, i) => shortcuts.indexOf(keys) !== i)).toEqual([]);
});

test('shortcuts are spelled as key presses are', () => {
  const spelling = /^(mod\+)?(alt\+)?(shift\+)?([a-z0-9./?=+-]|[a-z]+[0-9]*)$/;
  expect(commands.flatMap(command => command.shortcuts ?? []).filter(keys => !spelling.test(keys))).toEqual(
    [],
  );
});

test.each([
  'mod+z',
  'mod+shift+z',
  'mod+y',
  'mod+x',
  'mod+c',
  'mod+v',
  'mod+a',
  'delete',
  'backspace',
  'arrowleft',
  'enter',
  'escape',
  '/',
  '?',
])('a text field keeps %s', keys => {
  expect(commandFor(commands, [keys], field)?.id).toBeUndefined();
});

test('what must work everywhere works in text fields, too', () => {
  expect(commandFor(commands, ['mod+enter'], field)?.id).toBe('run');
  expect(commandFor(commands, ['mod+k'], field)?.id).toBe('command-palette');
});

test('canvas keys do nothing while another part has the focus', () => {
  const elsewhere = { text: false, canvas: false };
  const own = commands.filter(command => command.scope === 'canvas');
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter(command => hears(command, elsewhere))).toEqual([]);
  expect(commandFor(commands, ['delete'], canvas)?.id).toBe('delete');
});

test('copy, cut and paste are left to the browser, which tells of them as events', () => {
  for (const keys of ['mod+c', 'mod+x', 'mod+v'])
    expect(commandFor(commands, [keys], canvas)).toBeUndefined();
});

test('no browser shortcut that cannot be taken over is used', () => {
  const kept = ['mod+n', 'mod+t', 'mod+w', 'mod+shift+n', 'mod+shift+w', 'f11'];
  expect(commands.filter((c: Command) => c.shortcuts?.some(keys => kept.includes(keys)))).toEqual([]);
});

test('a key press is spelled the same on every layout', () => {
  expect(press('Z', { ctrlKey: true, shiftKey: true })).toEqual(['mod+shift+z']);
  expect(press('?', { shiftKey: true })).toEqual(['?']);
  expect(press('!', { shiftKey: true, code: 'Digit1' })).toEqual(['!', 'shift+1']);
  expect(press('ArrowLeft', { shiftKey: true })).toEqual(['shift+arrowleft']);
  expect(press('z', { metaKey: true })).toEqual(['other+z']);
  expect(press('å', { altKey: true, code: 'KeyA' })).toEqual(['alt+å', 'alt+a']);
});

test('shortcuts as people read them', () => {
  expect(keysOf('mod+shift+z', false)).toBe('Ctrl+Shift+Z');
  expect(keysOf('mod+shift+z', true)).toBe('⌘⇧Z');
  expect(keysOf('mod+arrowright', false)).toBe('Ctrl+→');
});
