/** Messages of the contract between a window and the desk. Only the top page of a window of ours is heard. */
import type { IpcMain, WebContents, WebFrameMain } from 'electron';
import type { Transport } from '../../engine/contract/rpc.ts';
import type { Screen } from '../host/desk.ts';
import { isTooLarge, tooManyMessages } from '../host/limits.ts';
import { isOurs } from './addresses.ts';
import { channels } from './channel-names.ts';

type Event = { readonly sender: WebContents; readonly senderFrame: WebFrameMain | null };

type Line = {
  readonly connection: number;
  readonly screen: Screen;
  hear: (message: unknown) => void;
  closed: (reason: string) => void;
};

export type Lines = {
  /** The screen in a window, while its page is connected. */
  readonly screenOf: (contents: WebContents) => Screen | undefined;
  /** Ends the connection of a window whose page is gone. */
  readonly drop: (contents: WebContents, reason: string) => void;
};

type Options = {
  readonly ipc: Pick<IpcMain, 'on' | 'handle'>;
  /** Whether a window is one that this program opened. */
  readonly isWindow: (contents: WebContents) => boolean;
  readonly attach: (transport: Transport, contents: WebContents) => Screen;
};

const isConnection = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

export const openLines = ({ ipc, isWindow, attach }: Options): Lines => {
  const lines = new Map<WebContents, Line>();

  const isKnown = ({ sender, senderFrame }: Event): boolean =>
    senderFrame !== null &&
    isWindow(sender) &&
    senderFrame === sender.mainFrame &&
    senderFrame.parent === null &&
    isOurs(senderFrame.url);

  const drop = (contents: WebContents, reason: string): void => {
    const line = lines.get(contents);
    lines.delete(contents);
    line?.closed(reason);
  };

  const open = (contents: WebContents, connection: number): void => {
    drop(contents, 'The page was opened again.');
    const isLive = () => lines.get(contents)?.connection === connection;
    let hear: Line['hear'] = () => {};
    const closers: Line['closed'][] = [];
    const end = (reason: string) => {
      if (!isLive()) return;
      drop(contents, reason);
      if (!contents.isDestroyed()) contents.send(channels.close, connection, reason);
    };
    const transport: Transport = {
      send: message => {
        if (isLive() && !contents.isDestroyed()) contents.send(channels.message, connection, message);
      },
      onMessage: next => {
        hear = next;
      },
      onClose: next => closers.push(next),
      close: () => end('The page said what is not in the contract.'),
    };
    const tooMany = tooManyMessages();
    const screen = attach(transport, contents);
    lines.set(contents, {
      connection,
      screen,
      hear: message => {
        if (tooMany() || isTooLarge(message)) transport.close();
        else hear(message);
      },
      closed: reason => {
        for (const closer of closers) closer(reason);
      },
    });
  };

  /** The line a message belongs to: one that is open, of the page that opened it. */
  const lineOf = (event: Event, connection: unknown): Line | undefined => {
    const line = isKnown(event) ? lines.get(event.sender) : undefined;
    return line?.connection === connection ? line : undefined;
  };

  ipc.on(channels.open, (event, connection: unknown) => {
    if (isKnown(event) && isConnection(connection)) open(event.sender, connection);
  });
  ipc.on(channels.message, (event, connection: unknown, message: unknown) => {
    lineOf(event, connection)?.hear(message);
  });
  ipc.on(channels.close, (event, connection: unknown) => {
    if (lineOf(event, connection) !== undefined) drop(event.sender, 'The page was closed.');
  });
  ipc.handle(channels.dropped, (event, connection: unknown, path: unknown) => {
    const line = lineOf(event, connection);
    if (line === undefined || typeof path !== 'string') throw new Error('Not from a page of this program.');
    return line.screen.give(path);
  });
  return { screenOf: contents => lines.get(contents)?.screen, drop };
};
