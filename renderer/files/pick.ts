/** Lets a person choose a file or folder, with the system's dialog where the host has one. */
import type { z } from 'zod';
import { create } from 'zustand';
import type { chosenSchema } from '../../engine/contract/app.ts';
import { host } from '../rpc/connect.ts';
import { useDocument } from '../store/document.ts';

export type ChosenFile = z.output<typeof chosenSchema>;

export type Pick = {
  readonly purpose: 'open' | 'save' | 'data' | 'folder';
  readonly extensions?: readonly string[];
  /** The name that is proposed when something is saved. */
  readonly name?: string;
};

type Asked = Pick & { readonly answer: (chosen: ChosenFile | undefined) => void };

/** The question that the screen's own file dialog is up for. */
export const useFileDialog = create<{ readonly asked: Asked | undefined }>()(() => ({ asked: undefined }));

const askHere = (pick: Pick): Promise<ChosenFile | undefined> =>
  new Promise(resolve => {
    useFileDialog.getState().asked?.answer(undefined);
    useFileDialog.setState({
      asked: {
        ...pick,
        answer: chosen => {
          useFileDialog.setState({ asked: undefined });
          resolve(chosen);
        },
      },
    });
  });

/** The chosen file, or undefined where the person thought better of it. */
export const pickFile = async (pick: Pick): Promise<ChosenFile | undefined> => {
  const { purpose, extensions, name } = pick;
  const { doc } = useDocument.getState();
  const answer = await host().call('files.choose', {
    purpose,
    ...(doc !== undefined && { doc }),
    ...(extensions !== undefined && { extensions: [...extensions] }),
    ...(name !== undefined && { name }),
  });
  if (answer.outcome === 'none') return askHere(pick);
  return answer.outcome === 'chosen' ? answer.files[0] : undefined;
};
