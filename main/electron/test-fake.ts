/** For tests: a recorder in the place of Electron, so that the built shell runs in Node and its calls can be looked at. */
import { EventEmitter } from 'node:events';
import { register } from 'node:module';

export type Call = { readonly name: string; readonly args: readonly unknown[] };
type Handler = (...args: never[]) => unknown;

/** Electron's events carry this; what was refused can be seen afterwards. */
export const eventOf = <T extends object>(more: T) => {
  const event = { ...more, prevented: false, preventDefault: () => {} };
  event.preventDefault = () => {
    event.prevented = true;
  };
  return event;
};

class Frame {
  parent: Frame | null = null;
  url: string;
  constructor(url: string) {
    this.url = url;
  }
}

export class FakeContents extends EventEmitter {
  mainFrame = new Frame('app://millrace/');
  sent: unknown[][] = [];
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  reloads = 0;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
  send(...args: unknown[]) {
    this.sent.push(args);
  }
  isDestroyed() {
    return false;
  }
  reload() {
    this.reloads += 1;
  }
}

export type FakeWindow = EventEmitter & { webContents: FakeContents; options: Record<string, unknown> };

export type FakeElectron = ReturnType<typeof fakeElectron>;

export const fakeElectron = ({ lock = true } = {}) => {
  const calls: Call[] = [];
  const note =
    <R>(name: string, answer: (...args: never[]) => R) =>
    (...args: unknown[]): R => {
      calls.push({ name, args });
      return answer(...(args as never[]));
    };
  const nothing = () => undefined;
  const windows: FakeWindow[] = [];
  const engines: (EventEmitter & { pid: undefined; posted: unknown[]; killed: boolean })[] = [];
  const opened: string[] = [];
  /** What a person says to questions that do not stop the program. */
  const says = { response: 1 };
  const handlers = new Map<string, Handler>();

  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    enableSandbox: note('app.enableSandbox', nothing),
    setName: note('app.setName', nothing),
    setAppUserModelId: note('app.setAppUserModelId', nothing),
    requestSingleInstanceLock: note('app.requestSingleInstanceLock', () => lock),
    whenReady: note('app.whenReady', async () => undefined),
    getPath: (name: string) => `/fake/${name}`,
    addRecentDocument: note('app.addRecentDocument', nothing),
    quit: note('app.quit', nothing),
    exit: note('app.exit', nothing),
  });
  class BrowserWindow extends EventEmitter {
    webContents = new FakeContents();
    options: Record<string, unknown>;
    constructor(options: Record<string, unknown>) {
      super();
      calls.push({ name: 'new BrowserWindow', args: [options] });
      this.options = options;
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    static getFocusedWindow = () => windows.at(-1);
    loadURL = note('window.loadURL', async () => undefined);
    show = note('window.show', nothing);
    focus = note('window.focus', nothing);
    restore = note('window.restore', nothing);
    isMinimized = () => false;
  }
  const ipcMain = {
    on: note('ipcMain.on', (name: string, handler: Handler) => handlers.set(name, handler)),
    handle: note('ipcMain.handle', (name: string, handler: Handler) => handlers.set(name, handler)),
  };
  const defaultSession = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: note('session.setPermissionRequestHandler', nothing),
    setPermissionCheckHandler: note('session.setPermissionCheckHandler', nothing),
    setDevicePermissionHandler: note('session.setDevicePermissionHandler', nothing),
    setDisplayMediaRequestHandler: note('session.setDisplayMediaRequestHandler', nothing),
  });
  const electron = {
    app,
    BrowserWindow,
    ipcMain,
    session: { defaultSession },
    crashReporter: { start: note('crashReporter.start', nothing) },
    protocol: {
      registerSchemesAsPrivileged: note('protocol.registerSchemesAsPrivileged', nothing),
      handle: note('protocol.handle', nothing),
    },
    utilityProcess: {
      fork: note('utilityProcess.fork', () => {
        const child = Object.assign(new EventEmitter(), {
          pid: undefined,
          posted: [] as unknown[],
          killed: false,
          stderr: new EventEmitter(),
          postMessage: (message: unknown) => child.posted.push(message),
          kill: () => {
            child.killed = true;
          },
        });
        engines.push(child);
        return child;
      }),
    },
    shell: {
      openExternal: async (url: string) => {
        opened.push(url);
      },
    },
    dialog: {
      showOpenDialog: note('dialog.showOpenDialog', async () => ({ canceled: true, filePaths: [] })),
      showSaveDialog: note('dialog.showSaveDialog', async () => ({ canceled: true, filePath: '' })),
      showMessageBox: note('dialog.showMessageBox', async () => ({ ...says, checkboxChecked: false })),
      showMessageBoxSync: note('dialog.showMessageBoxSync', () => 1),
    },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: note('Menu.setApplicationMenu', nothing),
    },
    safeStorage: {
      isAsyncEncryptionAvailable: async () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptStringAsync: async (text: string) => Buffer.from(text).map(byte => byte ^ 0x5a),
      decryptStringAsync: async (bytes: Buffer) => ({
        result: Buffer.from(bytes.map(byte => byte ^ 0x5a)).toString(),
        shouldReEncrypt: false,
      }),
    },
    nativeTheme: { shouldUseDarkColors: false, themeSource: 'system' },
  };
  return { electron, calls, windows, engines, opened, says, handlers, defaultSession, app };
};

let hooked = false;
let count = 0;

/** Runs the built main bundle against a recorder, and waits until its window is there or it has ended. */
export const runShell = async (bundle: string, fake: FakeElectron): Promise<void> => {
  (globalThis as { fakeElectron?: unknown }).fakeElectron = fake.electron;
  if (!hooked) {
    hooked = true;
    const names = Object.keys(fake.electron).join(', ');
    const source = `export const { ${names} } = globalThis.fakeElectron;`;
    const hook = `let n = 0;
export const resolve = (name, context, next) => name === 'electron'
  ? { url: 'data:text/javascript,' + encodeURIComponent(${JSON.stringify(source)} + '//' + n++), shortCircuit: true }
  : next(name, context);`;
    register(`data:text/javascript,${encodeURIComponent(hook)}`);
  }
  count += 1;
  await import(`${bundle}?${count}`);
  for (let n = 0; n < 100 && fake.windows.length === 0; n++) await new Promise(done => setTimeout(done, 5));
};
