/** What no page may do, whatever it tries: go elsewhere, open windows, embed pages, ask for the system's devices. */
import type { App, Session, Shell, WebContents } from 'electron';
import { askedOutside, isOurs, mayOpenOutside } from './addresses.ts';
import { mayHave } from './permissions.ts';

export const guardSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(mayHave(permission)));
  session.setPermissionCheckHandler((_contents, permission) => mayHave(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event, item) => {
    // Pictures and tables that the page made itself may be saved; nothing is fetched from elsewhere.
    if (!/^(blob:app:\/\/millrace\/|data:)/.test(item.getURL())) event.preventDefault();
  });
};

/** Asks the person whether an address may be opened, and shows it. */
type Ask = (address: string) => Promise<boolean>;

const guardContents = (contents: WebContents, shell: Pick<Shell, 'openExternal'>, ask: Ask): void => {
  // A page that opens one after another asks once.
  let asking = false;
  const openAsked = async (address: string): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      if (await ask(address)) await shell.openExternal(address);
    } finally {
      asking = false;
    }
  };
  const refuseElsewhere = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseElsewhere);
  contents.on('will-frame-navigate', refuseElsewhere);
  contents.on('will-redirect', refuseElsewhere);
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const address = askedOutside(url);
    if (mayOpenOutside(url)) void shell.openExternal(url);
    else if (address !== undefined) void openAsked(address);
    return { action: 'deny' };
  });
};

/** Holds for every page that will ever be, also for one that nobody thought of. */
export const guardPages = (app: App, shell: Pick<Shell, 'openExternal'>, ask: Ask): void => {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, shell, ask));
};
