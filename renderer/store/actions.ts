/** What a person can do with documents, whatever they press to do it. */
import { RpcError } from '../../engine/contract/rpc.ts';
import { host } from '../rpc/connect.ts';
import { useDocument } from './document.ts';
import { useSelection } from './selection.ts';
import { useUi } from './ui.ts';

/** Says a failure where the person looks; gives undefined then. */
export const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    useUi.getState().say(error instanceof RpcError ? error.message : String(error), 'error');
    return undefined;
  }
};

const show = (opened: Parameters<ReturnType<typeof useDocument.getState>['load']>[0]): void => {
  useSelection.getState().clear();
  useDocument.getState().load(opened);
};

export const newPipeline = () => attempt(async () => show(await host().call('doc.new', {})));

export const openFile = (file: string) => attempt(async () => show(await host().call('doc.open', { file })));

export const openExample = (id: string) =>
  attempt(async () => {
    const { file } = await host().call('app.gallery', { id });
    show(await host().call('doc.open', { file }));
  });
