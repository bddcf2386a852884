/** Removing and moving of many parts at once, in one walk over the document. */
import type { PipelineDocument, Point } from './document.ts';
import { wholePoint } from './edits.ts';
import { parseEndpoint } from './endpoint.ts';

/** Removes nodes with their edges, places and membership. A group that loses its last node goes with it. */
export const removeNodes = (document: PipelineDocument, ids: ReadonlySet<string>): PipelineDocument => {
  if (!document.nodes.some(node => ids.has(node.id))) return document;
  const groups = document.groups?.map(group =>
    group.nodes.some(member => ids.has(member))
      ? { ...group, nodes: group.nodes.filter(member => !ids.has(member)) }
      : group,
  );
  const emptied = new Set(
    (groups ?? []).flatMap((group, i) =>
      group.nodes.length === 0 && (document.groups?.[i]?.nodes.length ?? 0) > 0 ? [group.id] : [],
    ),
  );
  return {
    ...document,
    nodes: document.nodes.filter(node => !ids.has(node.id)),
    edges: document.edges.filter(
      ({ from, to }) => !ids.has(parseEndpoint(from).node) && !ids.has(parseEndpoint(to).node),
    ),
    ...(groups !== undefined && { groups: groups.filter(group => !emptied.has(group.id)) }),
    layout: Object.fromEntries(
      Object.entries(document.layout).filter(([id]) => !ids.has(id) && !emptied.has(id)),
    ),
  };
};

/** Puts nodes and groups at places. Members of a group that moves, and do not move themselves, go along with it. */
export const moveParts = (
  document: PipelineDocument,
  places: ReadonlyMap<string, Point>,
): PipelineDocument => {
  const all = new Map(places);
  for (const group of document.groups ?? []) {
    const [to, from] = [places.get(group.id), document.layout[group.id]];
    if (to === undefined || from === undefined) continue;
    for (const member of group.nodes) {
      const at = document.layout[member] ?? ([0, 0] as const);
      if (!places.has(member)) all.set(member, [at[0] + to[0] - from[0], at[1] + to[1] - from[1]]);
    }
  }
  const moved = [...all].flatMap(([id, at]) => {
    const [place, old] = [wholePoint(at), document.layout[id]];
    return old?.[0] === place[0] && old[1] === place[1] ? [] : [[id, place] as const];
  });
  return moved.length === 0
    ? document
    : { ...document, layout: { ...document.layout, ...Object.fromEntries(moved) } };
};
