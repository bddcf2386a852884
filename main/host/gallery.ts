/** Ready pipelines with their data, to open, run and change. Each is copied to the user before it is opened. */
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RpcError } from '../../engine/contract/rpc.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';

export type GalleryItem = { readonly id: string; readonly title: string; readonly description: string };

/** The folders in `folder` that hold a pipeline; the file's own name and description are what is shown. */
export const listGallery = async (folder: string): Promise<readonly GalleryItem[]> => {
  const names = (await readdir(folder).catch(() => [])).sort();
  const items = await Promise.all(
    names.map(async id => {
      const file = await pipelineIn(join(folder, id));
      if (file === undefined) return undefined;
      const { document } = parsePipeline(await readFile(file));
      return document === undefined
        ? undefined
        : { id, title: document.name, description: document.description ?? '' };
    }),
  );
  return items.filter(item => item !== undefined);
};

const pipelineIn = async (folder: string): Promise<string | undefined> => {
  const names = await readdir(folder).catch(() => []);
  const name = names.find(n => n.endsWith('.millrace'));
  return name === undefined ? undefined : join(folder, name);
};

/** Copies a gallery folder beside earlier copies and gives the path of its pipeline. What was changed there stays. */
export const copyFromGallery = async (gallery: string, id: string, into: string): Promise<string> => {
  const known = (await listGallery(gallery)).some(item => item.id === id);
  if (!known) throw new RpcError({ code: 'unknown-example', message: `There is no example “${id}”.` });
  await mkdir(into, { recursive: true });
  for (let n = 1; ; n++) {
    const folder = join(into, n === 1 ? id : `${id} ${n}`);
    const taken = await stat(folder).catch(() => undefined);
    if (taken !== undefined) continue;
    await cp(join(gallery, id), folder, { recursive: true });
    const file = await pipelineIn(folder);
    if (file === undefined)
      throw new RpcError({ code: 'unknown-example', message: `The example “${id}” is incomplete.` });
    return file;
  }
};
