/** Rules that mark on the canvas what a comparison found: nodes by a ring, wires by their colour. */
import type { PipelineDiff } from '../../engine/graph/diff.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { homes } from '../../engine/graph/groups.ts';
import { wiresOf } from '../../engine/graph/ports.ts';
import { edgeId } from '../canvas/flow-types.ts';
import { dataId } from '../lineage/highlight.ts';
import { kindOf } from '../store/kinds.ts';

const colours = { added: 'good', changed: 'warn' } as const;

/** Wide enough to be seen from far, where everything is drawn small. */
const ring = (ids: readonly string[], how: keyof typeof colours): readonly string[] => {
  const all = ids.map(id => `.react-flow__node${dataId(id)}`);
  const far = all.map(part => `[data-far="true"] ${part}`);
  const colour = colours[how];
  return ids.length === 0
    ? []
    : [
        `${all.join(', ')} { outline: 3px solid var(--${colour}); outline-offset: 2px; box-shadow: 0 0 0 9px var(--${colour}-soft); }`,
        `${far.join(', ')} { outline-width: 8px; outline-offset: 4px; box-shadow: 0 0 0 20px var(--${colour}-soft); }`,
      ];
};

export const markRules = (diff: PipelineDiff, document: PipelineDocument): string => {
  const home = homes(document);
  // A node inside a collapsed group is not drawn; the group is marked for it.
  const drawn = (how: keyof typeof colours): readonly string[] => [
    ...new Set(
      diff.nodes.flatMap(d => {
        if (d.how !== how) return [];
        const group = home.get(d.node.id);
        return [group?.collapsed === true ? group.id : d.node.id];
      }),
    ),
  ];
  const added = new Set(diff.edges.flatMap(d => (d.how === 'added' ? [d.edge] : [])));
  const wires = wiresOf(document, kindOf).flatMap(({ edge }) =>
    added.has(edge) ? [`.react-flow__edge${dataId(edgeId(edge))} path`] : [],
  );
  return [
    ...ring(drawn('changed'), 'changed'),
    ...ring(drawn('added'), 'added'),
    ...(wires.length === 0 ? [] : [`${wires.join(', ')} { stroke: var(--good); stroke-width: 3px; }`]),
  ].join('\n');
};
