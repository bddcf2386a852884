/** The one place that hears keys and the clipboard, and turns them into commands. */
import { view } from '../canvas/canvas-store.ts';
import { copiedText, looksLikePipeline, pasteText } from '../canvas/clipboard.ts';
import { deleteChosen } from '../canvas/edit-commands.ts';
import { type Command, menuEvent, pressed } from './command.ts';
import { commands, isPossible, runCommand } from './list.ts';
import { inOverlay, writesText } from './places.ts';

/** Whether keys at this place are the canvas's: it has the focus, or nothing has. */
export const onCanvas = (target: EventTarget | null): boolean =>
  target instanceof Element && (target === document.body || view.element?.contains(target) === true);

/** Whether a command hears keys in a place. */
export const hears = (
  command: Pick<Command, 'scope'>,
  place: { readonly text: boolean; readonly canvas: boolean },
): boolean => {
  if (command.scope === 'everywhere') return true;
  return !place.text && (command.scope === undefined || place.canvas);
};

/** The command that a key press means in a place, if there is one. */
export const commandFor = (
  all: readonly Command[],
  keys: readonly string[],
  place: { readonly text: boolean; readonly canvas: boolean },
): Command | undefined =>
  all.find(
    command =>
      command.clipboard !== true &&
      command.shortcuts?.some(shortcut => keys.includes(shortcut)) === true &&
      hears(command, place),
  );

const onKeyDown = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing || inOverlay(event.target)) return;
  const place = { text: writesText(event.target), canvas: onCanvas(event.target) };
  const command = commandFor(commands, pressed(event), place);
  if (command === undefined) return;
  // A button under the focus takes Enter and Space; that is what it is for.
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const button = event.target instanceof Element && event.target.closest('button, a, summary') !== null;
  if (plain && button && (event.key === 'Enter' || event.key === ' ')) return;
  if (!isPossible(command)) {
    // The browser must not do its own thing with a key of ours, such as the bookmarks of Ctrl+D.
    if (!plain) event.preventDefault();
    return;
  }
  event.preventDefault();
  command.run();
};

const ours = (event: ClipboardEvent): boolean => {
  const target = event.target instanceof Element ? event.target : document.body;
  const marked = window.getSelection()?.isCollapsed === false;
  return !event.defaultPrevented && !writesText(target) && onCanvas(target) && !inOverlay(target) && !marked;
};

const onCopy = (event: ClipboardEvent): void => {
  const text = ours(event) ? copiedText() : undefined;
  if (text === undefined) return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  if (event.type === 'cut') deleteChosen(false);
};

const onPaste = (event: ClipboardEvent): void => {
  if (!ours(event)) return;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!looksLikePipeline(text)) return;
  event.preventDefault();
  pasteText(text);
};

/** Listens until the function it gives is called. */
export const listen = (): (() => void) => {
  const controller = new AbortController();
  const { signal } = controller;
  window.addEventListener('keydown', onKeyDown, { signal });
  window.addEventListener(menuEvent, event => runCommand((event as CustomEvent<string>).detail), { signal });
  document.addEventListener('copy', onCopy, { signal });
  document.addEventListener('cut', onCopy, { signal });
  document.addEventListener('paste', onPaste, { signal });
  return () => controller.abort();
};
