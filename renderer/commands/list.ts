/** Every command, from every part of the screen. A part adds its own list here and nowhere else. */
import { arrangeCommands } from '../canvas/arrange-commands.ts';
import { editCommands } from '../canvas/edit-commands.ts';
import { goCommands } from '../canvas/go-commands.ts';
import { nodeCommands } from '../canvas/node-commands.ts';
import { fileCommands } from '../shell/file-commands.ts';
import { appCommands } from './app-commands.ts';
import { type Command, keysOf } from './command.ts';

export const commands: readonly Command[] = [
  ...fileCommands,
  ...appCommands,
  ...editCommands,
  ...nodeCommands,
  ...arrangeCommands,
  ...goCommands,
];

const byId = new Map(commands.map(command => [command.id, command]));

export const commandOf = (id: string): Command | undefined => byId.get(id);

export const isPossible = (command: Command): boolean => command.when?.() ?? true;

/** Runs a command if it makes sense now. */
export const runCommand = (id: string): void => {
  const command = byId.get(id);
  if (command !== undefined && isPossible(command)) command.run();
};

/** The keys of a command for tooltips and menus: `Ctrl+Z`. */
export const keysFor = (id: string): string | undefined => {
  const first = byId.get(id)?.shortcuts?.[0];
  return first === undefined ? undefined : keysOf(first);
};
