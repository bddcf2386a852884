/** Keeps unsaved work with the host: a second after the last edit, when the window is left, and when it is asked to. */
import { RpcError } from '../../engine/contract/rpc.ts';
import { host } from '../rpc/connect.ts';
import { isDirty, textOf, useDocument } from './document.ts';
import { useUi } from './ui.ts';

const quietMs = 1000;
let timer: ReturnType<typeof setTimeout> | undefined;
let kept: { readonly doc: string; readonly text: string } | undefined;
let told = false;

/** Sends what is on the screen, or takes the backup away where nothing is unsaved any more. */
export const keepNow = async (): Promise<void> => {
  clearTimeout(timer);
  const state = useDocument.getState();
  const { doc, document } = state;
  if (doc === undefined || document === undefined) return;
  try {
    if (isDirty(state)) {
      const text = textOf(document);
      await host().call('doc.backup', { doc, text });
      kept = { doc, text };
    } else if (kept?.doc === doc) {
      kept = undefined;
      await host().call('doc.discardBackup', { doc });
    }
    told = false;
  } catch (error) {
    // Said once: a full disk would say it after every edit.
    if (!told) useUi.getState().say(error instanceof RpcError ? error.message : String(error), 'error');
    told = true;
  }
};

/** Follows every edit until it is told to stop. */
export const watchForKeeping = (): (() => void) => {
  const leave = () => {
    if (document.visibilityState === 'hidden') void keepNow();
  };
  const blurred = () => void keepNow();
  const ask = (event: BeforeUnloadEvent) => {
    if (!isDirty(useDocument.getState())) return;
    void keepNow();
    event.preventDefault();
  };
  const stop = useDocument.subscribe((now, before) => {
    if (now.document === before.document || now.doc !== before.doc) return;
    clearTimeout(timer);
    timer = setTimeout(() => void keepNow(), quietMs);
  });
  window.addEventListener('blur', blurred);
  window.addEventListener('beforeunload', ask);
  document.addEventListener('visibilitychange', leave);
  return () => {
    clearTimeout(timer);
    stop();
    window.removeEventListener('blur', blurred);
    window.removeEventListener('beforeunload', ask);
    document.removeEventListener('visibilitychange', leave);
  };
};
