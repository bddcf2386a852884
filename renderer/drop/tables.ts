/** A file that holds several tables: asking which are wanted, and a source for each. */
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { setParams, setTitle } from '../../engine/graph/edits.ts';
import { useCanvas } from '../canvas/canvas-store.ts';
import { host } from '../rpc/connect.ts';
import { checkNow } from '../store/check.ts';
import { sourceOf, useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { freePlace, withSource } from './sources.ts';

/** The setting that names the table, by the kind of source. */
const tableParam: Readonly<Record<string, string>> = { 'read-sqlite': 'table', 'read-excel': 'sheet' };

/** The document with a source for each table: the node that is there for the first, new ones below it for the others. */
export const withTables = (
  document: PipelineDocument,
  id: string,
  names: readonly string[],
): { readonly document: PipelineDocument; readonly ids: readonly string[] } => {
  const node = document.nodes.find(n => n.id === id);
  const param = tableParam[node?.kind ?? ''];
  const [first, ...others] = names;
  if (node === undefined || param === undefined || first === undefined) return { document, ids: [] };
  const named = setParams(document, id, { ...node.params, [param]: first });
  const start = { document: others.length === 0 ? named : setTitle(named, id, first), ids: [id] };
  return others.reduce<{ readonly document: PipelineDocument; readonly ids: readonly string[] }>(
    (at, name) => {
      const place = freePlace(at.document, document.layout[id] ?? [0, 0]);
      // The name may have a dot in it, which is no ending.
      const made = withSource(at.document, node.kind, `${name}.`, { ...node.params, [param]: name }, place);
      return { document: setTitle(made.document, made.id, name), ids: at.ids.concat(made.id) };
    },
    start,
  );
};

/** Asks for the tables of a file that has just become a source. Goes on when the person has answered. */
export const askTables = async (id: string, file: string): Promise<void> => {
  const state = useDocument.getState();
  const [node, source] = [state.document?.nodes.find(n => n.id === id), sourceOf(state)];
  if (node === undefined || source === undefined || !state.trusted) return;
  if (!Object.hasOwn(tableParam, node.kind)) return;
  const { tables } = await host().call('design.tables', { source, node: id });
  if (tables.length < 2) return;
  useCanvas.getState().show({ popup: 'tables', node: id, file, names: tables });
  await new Promise<void>(done => {
    const stop = useCanvas.subscribe(({ popup }) => {
      if (popup?.popup === 'tables') return;
      stop();
      done();
    });
  });
};

export const addTables = (id: string, file: string, names: readonly string[]): void => {
  let ids: readonly string[] = [];
  useDocument.getState().edit(
    document => {
      const made = withTables(document, id, names);
      ids = made.ids;
      return made.document;
    },
    { label: names.length === 1 ? `Read ${names[0]} of ${file}` : `Add ${names.length} sources of ${file}` },
  );
  useSelection.getState().select(ids);
  useSelection.getState().look(id);
  void checkNow();
};
