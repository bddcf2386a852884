/** Lets a person choose a file or folder, with the system's dialog where the host has one. */
import type { z } from 'zod';
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

/** The chosen file, or undefined where the person thought better of it. */
export const pickFile = async ({ purpose, extensions, name }: Pick): Promise<ChosenFile | undefined> => {
  const { doc } = useDocument.getState();
  const answer = await host().call('files.choose', {
    purpose,
    ...(doc !== undefined && { doc }),
    ...(extensions !== undefined && { extensions: [...extensions] }),
    ...(name !== undefined && { name }),
  });
  return answer.outcome === 'chosen' ? answer.files[0] : undefined;
};
