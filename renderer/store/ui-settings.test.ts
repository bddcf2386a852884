import { expect, test } from 'vitest';
import { soundSettings } from './ui-settings.ts';

test('settings that were damaged are left out, the sound ones stay', () => {
  expect(soundSettings({ theme: 'dark', tab: 7, bottomOpen: 'yes', paletteOpen: false, more: 1 })).toEqual({
    theme: 'dark',
    paletteOpen: false,
  });
  expect(soundSettings('dark')).toEqual({});
  expect(soundSettings(null)).toEqual({});
});
