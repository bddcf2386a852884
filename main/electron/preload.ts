/**
 * The bridge between page and program, all of it: a channel for messages of the contract, and a handle for a dropped
 * file. Nothing of Electron reaches the page; callbacks get the message and never the event.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from './channel-names.ts';

type Hear<T> = (value: T) => void;

let last = 0;
let hearMessage: Hear<unknown> | undefined;
let hearClose: Hear<string> | undefined;

ipcRenderer.on(channels.message, (_event, connection: number, message: unknown) => {
  if (connection === last) hearMessage?.(message);
});
ipcRenderer.on(channels.close, (_event, connection: number, reason: string) => {
  if (connection === last) hearClose?.(reason);
});

/** A new connection; the one before it ends. */
const transport = () => {
  last += 1;
  const connection = last;
  hearMessage = undefined;
  hearClose = undefined;
  ipcRenderer.send(channels.open, connection);
  return {
    send: (message: unknown) => ipcRenderer.send(channels.message, connection, message),
    onMessage: (hear: Hear<unknown>) => {
      if (connection === last) hearMessage = hear;
    },
    onClose: (hear: Hear<string>) => {
      if (connection === last) hearClose = hear;
    },
    close: () => ipcRenderer.send(channels.close, connection),
  };
};

/** The handle that the host gives for a file that was dropped here; undefined where it lies on no disk. */
const pathOf = async (file: File): Promise<string | undefined> => {
  const path = webUtils.getPathForFile(file);
  return path === '' ? undefined : ipcRenderer.invoke(channels.dropped, last, path);
};

contextBridge.exposeInMainWorld('millrace', { transport, pathOf });
