/** What the host says unasked, brought to the stores. */
import type { ScreenContract } from '../../engine/contract/contract.ts';
import type { Client } from '../../engine/contract/rpc.ts';
import { engineRestarts } from '../../engine/diagnostics/run-words.ts';
import { menuEvent } from '../commands/command.ts';
import { afterUnsaved, openFile } from './actions.ts';
import { checkNow } from './check.ts';
import { useDocument } from './document.ts';
import { useHost } from './host.ts';
import { keepNow } from './keep.ts';
import { useRun } from './run.ts';
import { useUi } from './ui.ts';

export const onHostEvents = (client: Client<ScreenContract>): void => {
  client.on('engine.state', ({ state, reason }) => {
    useHost.getState().engineIs(state, reason);
    if (state === 'stopped') useUi.getState().say(engineRestarts(reason));
    if (state === 'stopped' || state === 'failing') useRun.getState().engineStopped(reason);
  });
  client.on('app.open', ({ file }) => afterUnsaved(() => void openFile(file)));
  // The commands know every part of the screen; calling them here would be a circle.
  client.on('app.command', ({ id }) => window.dispatchEvent(new CustomEvent(menuEvent, { detail: id })));
  client.on('run.event', ({ run, doc, event }) => {
    if (doc === useDocument.getState().doc) useRun.getState().hear(run, event);
  });
  client.on('design.answered', ({ doc }) => {
    if (doc === useDocument.getState().doc) void checkNow();
  });
  client.on('doc.changed', ({ doc, text }) => {
    if (doc === useDocument.getState().doc) useDocument.setState({ changedOnDisk: { text } });
    // Another window's save has taken the backup that both shared.
    void keepNow();
  });
};
