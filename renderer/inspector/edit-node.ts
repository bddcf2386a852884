/** What a person changes of a node beside its params. */
import type { PipelineDocument, PipelineNode } from '../../engine/graph/document.ts';
import { renameNode, setDisabled } from '../../engine/graph/edits.ts';
import { isId } from '../../engine/graph/endpoint.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';

type Said = 'title' | 'comment';

/** The node with a text set, or taken out where it is empty. */
export const withText = (node: PipelineNode, name: Said, text: string): PipelineNode => {
  const { [name]: _, ...rest } = node;
  return text === '' ? rest : { ...node, [name]: text };
};

export const setText = (id: string, name: Said, text: string): void =>
  useDocument.getState().edit(
    document => ({
      ...document,
      nodes: document.nodes.map(node => (node.id === id ? withText(node, name, text) : node)),
    }),
    { label: `Set ${name}`, coalesce: `${id} ${name}` },
  );

/** Why a node cannot have an id; undefined where it can. */
export const idProblem = (document: PipelineDocument, id: string, wanted: string): string | undefined => {
  if (!isId(wanted)) return 'An id is a letter, then letters (a–z), digits and _, at most 64 characters.';
  const parts = [...document.nodes, ...(document.groups ?? [])];
  return parts.some(part => part.id !== id && part.id.toLowerCase() === wanted.toLowerCase())
    ? 'Another node or group has this id.'
    : undefined;
};

export const setId = (id: string, wanted: string): void => {
  useDocument.getState().edit(document => renameNode(document, id, wanted), { label: 'Rename node' });
  useSelection.getState().select([wanted]);
};

/** `what` is what undo will call them. */
export const setEnabled = (ids: readonly string[], enabled: boolean, what: string): void =>
  useDocument.getState().edit(document => ids.reduce((at, id) => setDisabled(at, id, !enabled), document), {
    label: `${enabled ? 'Enable' : 'Disable'} ${what}`,
  });
