/** The parts of the shell that are functions from values to values. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { afterAll, describe, expect, test } from 'vitest';
import { filesIn } from './arguments.ts';
import { dialogOptions } from './dialogs.ts';
import { findElectron } from './find-electron.ts';
import { menuTemplate } from './menu.ts';

describe('files among the words of a start', () => {
  test('are resolved; flags and addresses are none', () => {
    const words = [
      '/opt/millrace',
      'a.millrace',
      '--no-sandbox',
      '/b c.millrace',
      '',
      'https://x/y.millrace',
    ];
    expect(filesIn(words, '/work', true)).toEqual(['/work/a.millrace', '/b c.millrace']);
  });

  test('in a checkout do not hold the program itself', () => {
    expect(filesIn(['electron', '.', 'a.millrace'], '/work', false)).toEqual(['/work/a.millrace']);
  });
});

test('dialogs start in a folder of the pipeline, with the name that is proposed', () => {
  expect(
    dialogOptions({ purpose: 'save', extensions: ['.millrace'], name: 'a.millrace', folder: '/work' }),
  ).toEqual({
    title: 'Save the pipeline',
    defaultPath: join('/work', 'a.millrace'),
    filters: [
      { name: 'Pipelines', extensions: ['millrace'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  expect(dialogOptions({ purpose: 'folder', extensions: ['csv'], name: undefined, folder: '/work' })).toEqual(
    { title: 'Choose a folder', defaultPath: '/work' },
  );
});

describe('the menu', () => {
  const acted: string[] = [];
  const template = menuTemplate('linux', {
    command: id => acted.push(id),
    newWindow: () => acted.push('new-window'),
  });
  const items = (template as MenuItemConstructorOptions[]).flatMap(
    ({ submenu }) => submenu as MenuItemConstructorOptions[],
  );

  test('uses no keys twice, and leaves those of the page to the page', () => {
    const keys = items.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
    expect(keys.length).toBeGreaterThan(8);
    expect(new Set(keys).size).toBe(keys.length);
    const taken = items.filter(item => item.accelerator !== undefined && item.registerAccelerator !== false);
    expect(taken.map(({ label }) => label)).toEqual(['New window']);
  });

  test('names commands of the page', () => {
    for (const item of items) item.click?.({} as never, undefined, {} as never);
    expect(acted).toContain('save-as');
    expect(acted).toContain('new-window');
  });
});

describe('Electron', () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-electron-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const installed = join(folder, 'electron');
  mkdirSync(join(installed, 'dist'), { recursive: true });
  writeFileSync(join(installed, 'path.txt'), 'electron');
  writeFileSync(join(installed, 'dist', 'electron'), '');
  const here = { env: { DISPLAY: ':0' }, platform: 'linux', root: false, electron: installed } as const;

  test('is found where it was downloaded, or where the environment says', () => {
    expect(findElectron(here)).toEqual({ binary: join(installed, 'dist', 'electron') });
    const env = { ...here.env, ELECTRON_OVERRIDE_DIST_PATH: join(installed, 'dist') };
    expect(findElectron({ ...here, env, electron: join(folder, 'none') })).toEqual({
      binary: join(installed, 'dist', 'electron'),
    });
  });

  test.each([
    ['was not downloaded', { electron: join(folder, 'none') }, /downloaded/],
    [
      'is not where it is said to be',
      { env: { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'none') } },
      /is not at/,
    ],
    ['has no display', { env: {} }, /no display/],
    ['would run as the administrator', { root: true }, /administrator/],
  ])('that %s is not started, and the reason is given', (_, more, reason) => {
    const found = findElectron({ ...here, ...more });
    expect('reason' in found ? found.reason : '').toMatch(reason);
  });

  test('needs no display variable on other systems', () => {
    expect(findElectron({ ...here, env: {}, platform: 'darwin' })).toHaveProperty('binary');
  });
});
