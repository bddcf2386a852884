/** The designer in a window of Electron, for the specs that run in both shells. */
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { findElectron } from '../main/electron/find-electron.ts';

const root = resolve(import.meta.dirname ?? '.', '..');

/** Its binary, or why the specs do not run in it. */
export const electronHere = () =>
  findElectron({
    env: process.env,
    platform: process.platform,
    root: process.getuid?.() === 0,
    electron: join(root, 'node_modules', 'electron'),
  });

export type DesignerWindow = {
  readonly work: string;
  readonly page: Page;
  /** Answers the system's next dialog for saving, which no page can reach. */
  readonly answerSave: (path: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const answerSave = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);

/** Started as `npm start` does it, with a home and so a documents folder of its own. */
export const startWindow = async (): Promise<DesignerWindow> => {
  const found = electronHere();
  if ('reason' in found) throw new Error(`Electron cannot run here: ${found.reason}.`);
  const home = await realpath(await mkdtemp(join(tmpdir(), 'millrace-e2e-')));
  const work = join(home, 'Documents');
  await mkdir(work);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env as Record<string, string>;
  const app = await _electron.launch({
    executablePath: found.binary,
    args: [root, `--user-data-dir=${join(home, '.electron')}`],
    cwd: work,
    env: {
      ...env,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      MILLRACE_HOME: join(home, '.home'),
      MILLRACE_CACHE_DIR: join(home, '.cache'),
    },
  });
  return {
    work,
    page: await app.firstWindow(),
    answerSave: path => answerSave(app, path),
    stop: async () => {
      await app.close();
      await rm(home, { recursive: true, force: true });
    },
  };
};
