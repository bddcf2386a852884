/** Which pipeline files may look outside their own text. Kept outside the files, so that a file cannot claim trust. */
import { createHash } from 'node:crypto';
import { dirname, sep } from 'node:path';
import { z } from 'zod';
import { type CapabilitySum, isWithin, widened } from '../../engine/compile/capabilities.ts';
import { capabilitySumSchema } from '../../engine/contract/shapes.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { printPipeline } from '../../engine/graph/print.ts';
import { storeFile } from './store-file.ts';

const grantSchema = z.strictObject({ hash: z.string(), capabilities: capabilitySumSchema });
const trustSchema = z.strictObject({
  files: z.record(z.string(), grantSchema),
  folders: z.array(z.string()),
});

/** A hash of what a pipeline means: where its nodes stand and what is noted beside them does not count. */
export const meaningHash = (document: PipelineDocument): string => {
  const { comments: _comments, groups: _groups, ...rest } = document;
  return createHash('sha256')
    .update(printPipeline({ ...rest, layout: {} }))
    .digest('hex');
};

export type Trust = {
  /** Whether a file may look outside: its own grant, with no more capabilities than then, or its folder's. */
  isTrusted(path: string, document: PipelineDocument, capabilities: CapabilitySum): Promise<boolean>;
  /** What the file does more than what was trusted; undefined where it was never trusted. */
  beyond(path: string, capabilities: CapabilitySum): Promise<CapabilitySum | undefined>;
  grant(path: string, document: PipelineDocument, capabilities: CapabilitySum): Promise<void>;
  grantFolder(folder: string): Promise<void>;
  /** Looks whether the store is sound, so that damage is told before anything is asked of it. */
  ready(): Promise<void>;
};

export const openTrust = (path: string, onBad: (path: string) => void): Trust => {
  const store = storeFile(path, trustSchema, { files: {}, folders: [] }, onBad);
  const grantOf = async (file: string) => {
    const { files } = await store.read();
    return Object.hasOwn(files, file) ? files[file] : undefined;
  };
  return {
    ready: async () => {
      await store.read();
    },
    isTrusted: async (file, document, capabilities) => {
      const { folders } = await store.read();
      if (folders.some(folder => dirname(file) === folder || file.startsWith(folder + sep))) return true;
      const grant = await grantOf(file);
      if (grant === undefined) return false;
      return grant.hash === meaningHash(document) || isWithin(capabilities, grant.capabilities);
    },
    beyond: async (file, capabilities) => {
      const grant = await grantOf(file);
      return grant === undefined ? undefined : widened(capabilities, grant.capabilities);
    },
    grant: async (file, document, capabilities) => {
      const grant = { hash: meaningHash(document), capabilities };
      await store.change(value => ({ ...value, files: { ...value.files, [file]: grant } }));
    },
    grantFolder: async folder => {
      await store.change(value => ({ ...value, folders: [...new Set([...value.folders, folder])] }));
    },
  };
};
