/** What the program says of the machine that it runs on. */
import { quoted } from './words.ts';

export const hostMessages = {
  'port-in-use': (d: { port: number }) =>
    `Port ${d.port} is in use by another program. Name another one with --port, or leave it out for the next free one.`,
  'port-refused': (d: { port: number; reason: string }) =>
    `Port ${d.port} cannot be opened: ${d.reason}. Name one above 1023 with --port, or leave it out for a free one.`,
  'library-missing': (d: { file: string; platform: string }) =>
    `${quoted(d.file)}, a part of the engine, is not there for ${d.platform}. This copy was installed for another system or is incomplete: install it again on this machine.`,
  'library-broken': (d: { file: string; reason: string }) =>
    `${quoted(d.file)}, a part of the engine, cannot be loaded: ${d.reason}. Install the program again on this machine; where a library of the system is named, install that.`,
};
