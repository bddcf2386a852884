/** Finds the Chromium that the specs drive: the one on this machine, or Playwright's own where it was downloaded. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(path => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

const playwrights = (): string | undefined => {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
};

/** As root on Debian the browser can be installed; anywhere else the person is told what to do. */
const installed = (): string | undefined => {
  if (process.env.CI === undefined || process.getuid?.() !== 0) return undefined;
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  return onPath('chromium');
};

/** The path of a Chromium. Throws, with the way out, where there is none: a skipped proof is no proof. */
export const findChromium = (): string => {
  const found =
    process.env.MILLRACE_CHROMIUM ??
    names.map(onPath).find(path => path !== undefined) ??
    playwrights() ??
    installed();
  if (found === undefined)
    throw new Error(
      'No Chromium was found. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium), or set MILLRACE_CHROMIUM to its path.',
    );
  return found;
};

/** As root the browser's own sandbox cannot start. */
export const chromiumArgs = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);
