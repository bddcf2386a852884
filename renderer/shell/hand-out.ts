/** Gives text or bytes to the person: to the clipboard, or as a file that the browser saves. */
import { useUi } from '../store/ui.ts';

export const copyText = async (text: string, what = 'Copied.'): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text);
    useUi.getState().say(what);
  } catch {
    useUi.getState().say('The browser does not let this page use the clipboard.', 'error');
  }
};

export const saveBlob = (name: string, blob: Blob): void => {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replaceAll(/[\\/:*?"<>|]+/g, ' ').trim();
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

export const saveText = (name: string, text: string, type: string): void =>
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
