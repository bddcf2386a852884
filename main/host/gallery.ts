/** Ready pipelines with their data, to open, run and change. Each is copied to the user before it is opened. */
import { cp, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import type { startSchema } from '../../engine/contract/app.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parseEndpoint } from '../../engine/graph/endpoint.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';

export type GalleryItem = z.output<typeof startSchema>['gallery'][number];

const pipelineIn = async (folder: string): Promise<string | undefined> => {
  const names = await readdir(folder).catch(() => []);
  const name = names.find(n => n.endsWith('.millrace'));
  return name === undefined ? undefined : join(folder, name);
};

/** The pipelines to offer, by id. The demo lies beside the gallery, since the README runs it from there. */
const places = async (gallery: string): Promise<ReadonlyMap<string, string>> => {
  const names = (await readdir(gallery).catch(() => [])).sort();
  const folders = [join(dirname(gallery), 'demo'), ...names.map(name => join(gallery, name))];
  const files = await Promise.all(folders.map(pipelineIn));
  return new Map(
    files.flatMap(file => (file === undefined ? [] : [[basename(file, '.millrace'), file] as const])),
  );
};

const pictureOf = ({ nodes, edges, layout }: PipelineDocument): GalleryItem['picture'] => {
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  return {
    nodes: nodes.map(({ id, kind }) => {
      const [x, y] = layout[id] ?? [0, 0];
      return { kind, at: [x, y] };
    }),
    edges: edges.flatMap(({ from, to }): [number, number][] => {
      const [a, b] = [index.get(parseEndpoint(from).node), index.get(parseEndpoint(to).node)];
      return a === undefined || b === undefined ? [] : [[a, b]];
    }),
  };
};

/** What can be chosen; the file's own name and description are what is shown. */
export const listGallery = async (gallery: string): Promise<readonly GalleryItem[]> => {
  const items = await Promise.all(
    [...(await places(gallery))].map(async ([id, file]) => {
      const { document } = parsePipeline(await readFile(file));
      if (document === undefined) return undefined;
      const { name, description = '' } = document;
      return { id, title: name, description, picture: pictureOf(document) };
    }),
  );
  return items.filter(item => item !== undefined);
};

/** What a run made and what made the data are no part of an example. */
const isPart = (path: string): boolean => basename(path) !== 'output' && !path.endsWith('.mjs');

/** Copies a gallery folder beside earlier copies and gives the path of its pipeline. What was changed there stays. */
export const copyFromGallery = async (gallery: string, id: string, into: string): Promise<string> => {
  const from = (await places(gallery)).get(id);
  if (from === undefined)
    throw new RpcError({ code: 'unknown-example', message: `There is no example “${id}”.` });
  await mkdir(into, { recursive: true });
  for (let n = 1; ; n++) {
    const folder = join(into, n === 1 ? id : `${id} ${n}`);
    const taken = await stat(folder).catch(() => undefined);
    if (taken !== undefined) continue;
    await cp(dirname(from), folder, { recursive: true, filter: isPart });
    return join(folder, basename(from));
  }
};
