/** A command: something a person can do, whatever they press to do it. Shortcuts are texts such as `mod+shift+z`. */

/** What the window hears when a command is chosen in the menu of the system; its detail is the id. */
export const menuEvent = 'millrace:command';

export type CommandGroup = 'File' | 'Edit' | 'Node' | 'Arrange' | 'Go' | 'View' | 'Run' | 'Help';

export type Command = {
  readonly id: string;
  /** What it does, in sentence case; a function where it depends on what is selected. */
  readonly title: string | (() => string);
  readonly group: CommandGroup;
  /** The first is the one that is shown. `mod` is Ctrl, or Cmd on a Mac. */
  readonly shortcuts?: readonly string[];
  /**
   * Where its shortcuts count. `canvas`: only while the canvas has the focus, or nothing has. `everywhere`: in text
   * fields too. Otherwise wherever no text is typed.
   */
  readonly scope?: 'canvas' | 'everywhere';
  /** The browser turns the shortcut into an event of the clipboard, and that is what is heard. */
  readonly clipboard?: boolean;
  /** Whether it makes sense now; always, where absent. */
  readonly when?: () => boolean;
  /** Words under which it is found beside its title. */
  readonly words?: readonly string[];
  readonly run: () => unknown;
};

export const titleOf = (command: Command): string =>
  typeof command.title === 'function' ? command.title() : command.title;

export const isMac = (): boolean =>
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

type Keys = {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

const named: Readonly<Record<string, string>> = {
  ' ': 'space',
  '+': 'plus',
};

/**
 * What a key press may be called, as commands spell their shortcuts. Two spellings where shift turns a digit into a
 * sign: `!` and `shift+1`, since layouts differ in which sign that is.
 */
export const pressed = (event: Keys, mac = isMac()): readonly string[] => {
  const key = (named[event.key] ?? event.key).toLowerCase();
  const spelled = (name: string, shift: boolean): string =>
    [
      (mac ? event.metaKey : event.ctrlKey) && 'mod',
      (mac ? event.ctrlKey : event.metaKey) && 'other',
      event.altKey && 'alt',
      shift && 'shift',
      name,
    ]
      .filter(Boolean)
      .join('+');
  // Letters and named keys say by themselves whether shift is down; signs such as `?` come with their own shift.
  const byKey = spelled(key, event.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key)));
  const digit = /^Digit(\d)$/.exec(event.code ?? '')?.[1];
  const letter = /^Key([A-Z])$/.exec(event.code ?? '')?.[1]?.toLowerCase();
  if (digit !== undefined && event.shiftKey) return [byKey, spelled(digit, true)];
  // Option on a Mac turns letters into signs.
  return letter !== undefined && event.altKey ? [byKey, spelled(letter, event.shiftKey)] : [byKey];
};

const shown: Readonly<Record<string, string>> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  escape: 'Esc',
  delete: 'Del',
  backspace: 'Backspace',
  enter: 'Enter',
  space: 'Space',
  tab: 'Tab',
  plus: '+',
};

/** A shortcut as people read it: `Ctrl+Shift+Z`, `⌘⇧Z`. */
export const keysOf = (shortcut: string, mac = isMac()): string => {
  const parts = shortcut.split('+').map(part => {
    if (part === 'mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'shift') return mac ? '⇧' : 'Shift';
    if (part === 'alt') return mac ? '⌥' : 'Alt';
    return shown[part] ?? (part.length === 1 ? part.toUpperCase() : part[0]?.toUpperCase() + part.slice(1));
  });
  return parts.join(mac ? '' : '+');
};
