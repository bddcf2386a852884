/** A window: one page, locked in, with the bridge of the preload and nothing else. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { origin } from './addresses.ts';

/** What the page may be. Everything unsafe is named and off, so that no default can change it. */
export const webPreferences = (preload: string) =>
  ({
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  }) as const satisfies BrowserWindowConstructorOptions['webPreferences'];

type Options = {
  readonly preload: string;
  readonly dark: boolean;
  /** The first window comes back where it was. */
  readonly remembered: boolean;
};

export const windowOptions = ({ preload, dark, remembered }: Options): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 900,
  minWidth: 800,
  minHeight: 560,
  title: 'Millrace',
  show: false,
  // Until the page draws itself: no white flash in the dark.
  backgroundColor: dark ? '#16181d' : '#ffffff',
  ...(remembered && { name: 'designer', windowStatePersistence: true }),
  webPreferences: webPreferences(preload),
});

/** How often a page that crashed is loaded again before it is left to the person. */
const mostReloads = 3;

type Watch = {
  readonly log: (text: string) => void;
  /** Asks whether to close although the page holds unsaved work. */
  readonly mayClose: (window: BrowserWindow) => boolean;
  readonly gone: (reason: string) => void;
};

export const startWindow = (window: BrowserWindow, { log, mayClose, gone }: Watch): void => {
  const { webContents } = window;
  let reloads = 0;
  window.once('ready-to-show', () => window.show());
  webContents.on('will-prevent-unload', event => {
    // The page's “no” is overruled by preventing it.
    if (mayClose(window)) event.preventDefault();
  });
  webContents.on('render-process-gone', (_event, { reason }) => {
    gone(`The page stopped (${reason}).`);
    if (reason === 'clean-exit') return;
    log(`The page stopped: ${reason}`);
    reloads += 1;
    if (reloads <= mostReloads) webContents.reload();
  });
  window.on('closed', () => gone('The window was closed.'));
  void window.loadURL(`${origin}/`);
};
