/** Paths in params, seen from the folder of the pipeline file. */
import { isAbsolute, relative, sep } from 'node:path';
import type { PipelineDocument } from '../../engine/graph/document.ts';

/** What a setting says for a file: relative, with forward slashes, where it lies below the folder. */
export const settingPath = (path: string, folder: string | undefined): string => {
  if (folder === undefined) return path;
  const below = relative(folder, path);
  const inside = below !== '' && !below.startsWith('..') && !isAbsolute(below);
  return inside ? below.split(sep).join('/') : path;
};

/** The document with every absolute `path` below a folder made relative to it. */
export const pathsUnder = (document: PipelineDocument, folder: string): PipelineDocument => ({
  ...document,
  nodes: document.nodes.map(node => {
    const { path } = node.params;
    if (typeof path !== 'string' || !isAbsolute(path)) return node;
    const seen = settingPath(path, folder);
    return seen === path ? node : { ...node, params: { ...node.params, path: seen } };
  }),
});
