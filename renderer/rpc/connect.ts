/** The one connection of this page to its host. */
import { type ScreenContract, screenContract } from '../../engine/contract/contract.ts';
import { type Client, clientOf, type Transport } from '../../engine/contract/rpc.ts';
import { useHost } from '../store/host.ts';
import { onHostEvents } from '../store/host-events.ts';
import { socketTransport } from './socket.ts';

/** What the preload of Electron puts on the window: a channel, and nothing else of Electron. */
type Bridge = {
  readonly transport: () => Transport;
  /** The handle that the host gives for a file that was dropped here. */
  readonly pathOf?: (file: File) => Promise<string>;
};
declare global {
  interface Window {
    readonly millrace?: Bridge;
  }
}

const open = (): Transport =>
  window.millrace?.transport() ?? socketTransport(new WebSocket(`ws://${window.location.host}/rpc`));

let client: Client<ScreenContract> | undefined;

/** The client; connected when it is first asked for. */
export const host = (): Client<ScreenContract> => {
  if (client === undefined) {
    const transport = open();
    client = clientOf(screenContract, transport);
    transport.onClose(reason => {
      client = undefined;
      useHost.getState().lost(reason);
    });
    onHostEvents(client);
  }
  return client;
};

/** Connects and gets what the start page shows. */
export const start = (): void => {
  void useHost.getState().start();
};
