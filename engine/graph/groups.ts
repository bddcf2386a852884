/** Groups: nodes that the canvas frames, or shows as one. */
import { invariant } from '../diagnostics/errors.ts';
import type { PipelineDocument, PipelineGroup, Point } from './document.ts';
import { isId } from './endpoint.ts';

/** The group that each node is in. */
export const homes = (document: PipelineDocument): ReadonlyMap<string, PipelineGroup> =>
  new Map((document.groups ?? []).flatMap(group => group.nodes.map(node => [node, group] as const)));

/** What is drawn as one box: nodes outside of collapsed groups, and these groups. */
export const boxed = (document: PipelineDocument): readonly string[] => {
  const home = homes(document);
  return [
    ...document.nodes.flatMap(({ id }) => (home.get(id)?.collapsed === true ? [] : [id])),
    ...(document.groups ?? []).flatMap(({ id, collapsed }) => (collapsed === true ? [id] : [])),
  ];
};

/** Boxes that would lie on each other, since the file says no place for them. One alone lies well anywhere. */
export const unplaced = (document: PipelineDocument): readonly string[] => {
  const all = boxed(document);
  return all.length < 2 ? [] : all.filter(id => !Object.hasOwn(document.layout, id));
};

const withGroups = (document: PipelineDocument, groups: readonly PipelineGroup[]): PipelineDocument => {
  const { groups: before, ...rest } = document;
  const kept = new Set(groups.map(group => group.id));
  const gone = new Set((before ?? []).flatMap(group => (kept.has(group.id) ? [] : [group.id])));
  const layout =
    gone.size === 0
      ? document.layout
      : Object.fromEntries(Object.entries(document.layout).filter(([id]) => !gone.has(id)));
  return groups.length === 0 ? { ...rest, layout } : { ...document, groups, layout };
};

const changeGroup = (
  document: PipelineDocument,
  id: string,
  change: (group: PipelineGroup) => PipelineGroup,
): PipelineDocument =>
  document.groups?.some(group => group.id === id) === true
    ? withGroups(
        document,
        document.groups.map(group => (group.id === id ? change(group) : group)),
      )
    : document;

/** Frames nodes. They leave the groups they were in; a group that is left empty goes. The id must be free. */
export const createGroup = (
  document: PipelineDocument,
  id: string,
  members: readonly string[],
  title?: string,
): PipelineDocument => {
  invariant(isId(id), `${id} can be an id`);
  const chosen = new Set(members);
  const nodes = document.nodes.flatMap(node => (chosen.has(node.id) ? [node.id] : []));
  if (nodes.length === 0) return document;
  const others = (document.groups ?? [])
    .map(group => ({ ...group, nodes: group.nodes.filter(node => !chosen.has(node)) }))
    .filter((group, i) => group.nodes.length > 0 || document.groups?.[i]?.nodes.length === 0);
  return withGroups(document, [...others, { id, ...(title !== undefined && { title }), nodes }]);
};

/** Takes the frame away; the nodes stay. */
export const ungroup = (document: PipelineDocument, id: string): PipelineDocument =>
  document.groups?.some(group => group.id === id) === true
    ? withGroups(
        document,
        document.groups.filter(group => group.id !== id),
      )
    : document;

export const renameGroup = (document: PipelineDocument, id: string, title: string): PipelineDocument =>
  changeGroup(document, id, group => {
    const { title: _, ...untitled } = group;
    return title === '' ? untitled : { ...group, title };
  });

/** Shows a group as one node, placed at `at`, or as a frame around its nodes. */
export const setCollapsed = (
  document: PipelineDocument,
  id: string,
  collapsed: boolean,
  at?: Point,
): PipelineDocument => {
  const changed = changeGroup(document, id, group => {
    const { collapsed: _, ...expanded } = group;
    return collapsed ? { ...group, collapsed } : expanded;
  });
  return changed === document || !collapsed || at === undefined
    ? changed
    : { ...changed, layout: { ...changed.layout, [id]: at } };
};
