/** The designer in a window of its own: a thin shell around the desk. What must precede `ready` stands before it. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
  utilityProcess,
  type WebContents,
} from 'electron';
import { linkWords } from '../../engine/diagnostics/document-words.ts';
import { programVersion } from '../../engine/run/version.ts';
import { createDesk } from '../host/desk.ts';
import { homeFolder } from '../host/home.ts';
import { placesFrom } from '../host/places.ts';
import { scheme } from './addresses.ts';
import { answerFrom } from './app-protocol.ts';
import { filesIn } from './arguments.ts';
import { openLines } from './channel.ts';
import { systemDialogs } from './dialogs.ts';
import { utilityEngine } from './engine.ts';
import { guardPages, guardSession } from './guards.ts';
import { keychainSecrets } from './keychain.ts';
import { menuTemplate } from './menu.ts';
import { startWindow, windowOptions } from './window.ts';

const log = (text: string): void => {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
};

/** Files that the system hands over, on a Mac even before the program is ready. */
const waiting: string[] = [...filesIn(process.argv, process.cwd(), app.isPackaged)];
let openPath = (path: string): void => {
  waiting.push(path);
};

const run = async (): Promise<void> => {
  const places = placesFrom(import.meta.url);
  const preload = fileURLToPath(new URL('./preload.cjs', import.meta.url));
  const windows = new Map<WebContents, BrowserWindow>();
  const current = () => BrowserWindow.getFocusedWindow() ?? [...windows.values()].at(-1);

  await app.whenReady();
  guardSession(session.defaultSession);
  protocol.handle(scheme, answerFrom(places.renderer));

  const desk = createDesk({
    host: 'electron',
    version: programVersion,
    home: homeFolder(),
    work: app.getPath('documents'),
    gallery: places.gallery,
    open: [],
    spawnEngine: utilityEngine(utilityProcess.fork, places.engine, log),
    dialog: systemDialogs(dialog, current),
    secrets: onBad =>
      keychainSecrets({
        path: join(homeFolder(), 'secrets.json'),
        storage: safeStorage,
        platform: process.platform,
        onBad,
        log,
      }),
    onTheme: theme => {
      nativeTheme.themeSource = theme;
    },
    onRecent: path => app.addRecentDocument(path),
    log,
  });
  const lines = openLines({
    ipc: ipcMain,
    isWindow: contents => windows.has(contents),
    // One pipeline to a window.
    attach: transport => desk.attach(transport, waiting.splice(0, 1)),
  });

  const openWindow = (): void => {
    const window = new BrowserWindow(
      windowOptions({ preload, dark: nativeTheme.shouldUseDarkColors, remembered: windows.size === 0 }),
    );
    const { webContents } = window;
    windows.set(webContents, window);
    window.on('closed', () => windows.delete(webContents));
    startWindow(window, {
      log,
      gone: reason => lines.drop(webContents, reason),
      mayClose: owner =>
        dialog.showMessageBoxSync(owner, {
          type: 'question',
          message: 'Close without saving?',
          detail: 'What was not saved is kept, and offered when the pipeline is opened again.',
          buttons: ['Close', 'Stay'],
          defaultId: 1,
          cancelId: 1,
        }) === 0,
    });
  };

  /** As many windows that have yet to ask for a file as files that wait for one. */
  const openWindows = (): void => {
    const loading = () => [...windows.keys()].filter(contents => lines.screenOf(contents) === undefined);
    while (loading().length < waiting.length) openWindow();
  };

  const command = (id: string): void => {
    const window = current();
    if (window !== undefined) lines.screenOf(window.webContents)?.emit('app.command', { id });
  };
  openPath = path => {
    const window = current();
    const screen = window && lines.screenOf(window.webContents);
    window?.focus();
    if (screen !== undefined) return screen.emit('app.open', { file: screen.give(path) });
    // The page of a window that is still loading asks for it.
    waiting.push(path);
    openWindows();
  };

  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, { command, newWindow: openWindow })),
  );
  app.on('second-instance', (_event, _argv, _cwd, sent) => {
    const files = (sent as { readonly files?: unknown } | null)?.files;
    const paths = Array.isArray(files) ? files.filter(path => typeof path === 'string') : [];
    const window = current();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
    const [first, ...others] = paths;
    if (first !== undefined) openPath(first);
    waiting.push(...others);
    openWindows();
  });
  app.on('activate', () => {
    if (windows.size === 0) openWindow();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', () => desk.stop());
  app.on('child-process-gone', (_event, { type, reason }) => log(`A process stopped: ${type}, ${reason}`));
  openWindow();
  openWindows();
};

process.on('unhandledRejection', error => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
});
app.enableSandbox();
app.setName('Millrace');
app.setAppUserModelId('app.millrace.designer');
// Crashes are kept on this machine and sent nowhere.
crashReporter.start({ uploadToServer: false });
protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
guardPages(app, shell, async address => {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: linkWords.ask,
    detail: address,
    buttons: [linkWords.open, linkWords.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
});
app.on('open-file', (event, path) => {
  event.preventDefault();
  openPath(path);
});
// Not awaited: the program is ready only once this module is through.
if (app.requestSingleInstanceLock({ files: waiting }))
  run().catch((error: unknown) => {
    log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    app.exit(1);
  });
else app.quit();
