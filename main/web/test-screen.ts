/** For tests: a web host in a folder of its own, and screens that talk to it as a page does. */
import { decode, encode } from '@msgpack/msgpack';
import { WebSocket } from 'ws';
import { type ScreenContract, screenContract } from '../../engine/contract/contract.ts';
import { type Client, clientOf } from '../../engine/contract/rpc.ts';

/** What a page that was opened with the address holds: its cookie, and the origin it was served from. */
export const openPage = async (address: string): Promise<{ origin: string; cookie: string }> => {
  const answer = await fetch(address, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (answer.status !== 303 || cookie === undefined)
    throw new Error(`The address gave ${answer.status} instead of a cookie.`);
  return { origin: new URL(address).origin, cookie };
};

export type Headers = Readonly<Record<string, string>>;

/** Opens the channel with these headers; rejects with `HTTP 403` and the like where it is refused. */
export const openSocket = (origin: string, headers: Headers): Promise<WebSocket> =>
  new Promise((opened, refused) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
      headers,
      perMessageDeflate: false,
    });
    socket.once('open', () => opened(socket));
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      refused(new Error(`HTTP ${response.statusCode}`));
    });
    socket.once('error', refused);
  });

/** The code with which the host closes a channel. */
export const closeCode = (socket: WebSocket): Promise<number> =>
  new Promise(closed => socket.once('close', code => closed(code)));

export type Screen = { readonly socket: WebSocket; readonly client: Client<ScreenContract> };

/** A page that has connected. */
export const openScreen = async (address: string): Promise<Screen> => {
  const { origin, cookie } = await openPage(address);
  const socket = await openSocket(origin, { Origin: origin, Cookie: cookie });
  const client = clientOf(screenContract, {
    send: message => socket.send(encode(message, { ignoreUndefined: true })),
    onMessage: hear => socket.on('message', data => hear(decode(data as Uint8Array))),
    onClose: hear => socket.once('close', () => hear('closed')),
    close: () => socket.close(),
  });
  return { socket, client };
};
