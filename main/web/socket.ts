/** A WebSocket as a channel of the contract. Frames are MessagePack, so that tables travel as bytes. */
import { decode, encode } from '@msgpack/msgpack';
import type { WebSocket } from 'ws';
import type { Transport } from '../../engine/contract/rpc.ts';
import { tooManyMessages } from '../host/limits.ts';

export const socketTransport = (socket: WebSocket): Transport => {
  const tooMany = tooManyMessages();
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
