/** Rules that lift the way of a column out of the canvas: what does not lie on it steps back. */
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parseEndpoint } from '../../engine/graph/endpoint.ts';

/** Ids are letters, digits and _, checked by the parser; what is not is left out, since it would end the string. */
const quoted = (text: string): string => `"${text.replaceAll(/[\\"\n\r\f<]/g, '')}"`;

/** Selects the part of the canvas with this id. */
export const dataId = (id: string): string => `[data-id=${quoted(id)}]`;

export const highlightRules = (nodes: ReadonlySet<string>, { edges }: PipelineDocument): string => {
  const lit = [...nodes].map(dataId);
  const wires = edges
    .filter(({ from, to }) => nodes.has(parseEndpoint(from).node) && nodes.has(parseEndpoint(to).node))
    .map(({ from, to }) => `.react-flow__edge${dataId(`${from} → ${to}`)} path`);
  return [
    // Notes stay: they are to be read, and lie on no way.
    `.react-flow__node:not(${lit.join(', ')}):not(.react-flow__node-comment) { opacity: 0.35; }`,
    '.react-flow__edge { opacity: 0.35; }',
    ...(wires.length === 0
      ? []
      : [
          `${wires.map(w => w.replace(' path', '')).join(', ')} { opacity: 1; }`,
          `${wires.join(', ')} { stroke: var(--accent); stroke-width: 2.5px; }`,
        ]),
  ].join('\n');
};
