/** A WebSocket as a channel of the contract. Frames are MessagePack, so that tables travel as bytes. */
import { decode, encode } from '@msgpack/msgpack';
import type { WebSocket } from 'ws';
import type { Transport } from '../../engine/contract/rpc.ts';

/** Messages a screen may send in a second before it is cut off; a person's fastest typing makes a few dozen. */
const mostPerSecond = 2000;

export const socketTransport = (socket: WebSocket): Transport => {
  let second = 0;
  let count = 0;
  const tooMany = (): boolean => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      second = now;
      count = 0;
    }
    count += 1;
    return count > mostPerSecond;
  };
  return {
    send: message => {
      if (socket.readyState === socket.OPEN) socket.send(encode(message, { ignoreUndefined: true }));
    },
    onMessage: hear =>
      socket.on('message', (data, isBinary) => {
        if (!isBinary || tooMany()) {
          socket.close(1008, 'not a message of the contract');
          return;
        }
        let message: unknown;
        try {
          message = decode(data as Uint8Array);
        } catch {
          socket.close(1008, 'not a message of the contract');
          return;
        }
        hear(message);
      }),
    onClose: hear => socket.on('close', () => hear('The page was closed.')),
    close: () => socket.close(1008, 'not a message of the contract'),
  };
};
