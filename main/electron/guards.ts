/** What no page may do, whatever it tries: go elsewhere, open windows, embed pages, ask for the system's devices. */
import type { App, Session, Shell, WebContents } from 'electron';
import { isOurs, mayOpenOutside } from './addresses.ts';
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

const guardContents = (contents: WebContents, shell: Pick<Shell, 'openExternal'>): void => {
  const refuseElsewhere = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseElsewhere);
  contents.on('will-frame-navigate', refuseElsewhere);
  contents.on('will-redirect', refuseElsewhere);
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
};

/** Holds for every page that will ever be, also for one that nobody thought of. */
export const guardPages = (app: App, shell: Pick<Shell, 'openExternal'>): void => {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, shell));
};
