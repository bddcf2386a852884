/** The channel to the web host. */
import { decode, encode } from '@msgpack/msgpack';
import type { Transport } from '../../engine/contract/rpc.ts';

export const socketTransport = (socket: WebSocket): Transport => {
  socket.binaryType = 'arraybuffer';
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame);
  });
  return {
    send: message => {
      const frame = encode(message, { ignoreUndefined: true });
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(frame);
      else if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    onMessage: hear =>
      socket.addEventListener('message', event => {
        if (event.data instanceof ArrayBuffer) hear(decode(new Uint8Array(event.data)));
      }),
    onClose: hear => socket.addEventListener('close', () => hear('The program behind this page has ended.')),
    close: () => socket.close(),
  };
};
