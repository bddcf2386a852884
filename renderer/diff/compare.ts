/** Ways to a comparison: with the file on disk, or with another file. */
import { pickFile } from '../files/pick.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';
import { useComparing } from './comparing.ts';

export const compareWithDisk = () =>
  attempt(async () => {
    const { doc, file } = useDocument.getState();
    if (doc === undefined || file === undefined) return;
    const { text } = await host().call('doc.onDisk', { doc });
    if (text === undefined) useUi.getState().say(`“${file.name}” is not on disk any more.`, 'error');
    else useComparing.getState().start(`${file.name} on disk`, text);
  });

export const compareWithFile = () =>
  attempt(async () => {
    const chosen = await pickFile({ purpose: 'open', extensions: ['millrace', 'json'] });
    if (chosen === undefined) return;
    const { name, text } = await host().call('files.text', { file: chosen.file });
    useComparing.getState().start(name, text);
  });
