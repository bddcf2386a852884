/** Small valid pipelines for property tests of edits. */
import fc from 'fast-check';
import type { PipelineDocument } from './document.ts';
import type { NodePorts } from './ports.ts';

const table = { type: 'table' };
const kinds: Readonly<Record<string, NodePorts>> = {
  read: { inputs: {}, outputs: { out: table, rejected: table } },
  filter: { inputs: { in: table }, outputs: { out: table } },
  join: { inputs: { left: table, right: table }, outputs: { out: table } },
  union: { inputs: { in: { ...table, many: true } }, outputs: { out: table } },
  write: { inputs: { in: table }, outputs: {} },
  fit: { inputs: { in: table }, outputs: { model: { type: 'model' } } },
};

export const portsOf = (kind: string): NodePorts | undefined =>
  Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;

/** Nodes `n0`, `n1`… whose edges only lead from lower to higher numbers, so that there is no circle. */
export const pipelines: fc.Arbitrary<PipelineDocument> = fc
  .record({
    kinds: fc.array(fc.constantFrom('read', 'filter', 'join', 'union', 'write'), {
      minLength: 1,
      maxLength: 9,
    }),
    links: fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 14 }),
    grouped: fc.array(fc.boolean(), { maxLength: 9 }),
    notes: fc.array(fc.string({ maxLength: 8 }), { maxLength: 2 }),
  })
  .map(({ kinds: chosen, links, grouped, notes }): PipelineDocument => {
    const nodes = chosen.map((kind, i) => ({ id: `n${i}`, kind, params: { text: '${day}' } }));
    const taken = new Set<string>();
    const edges = links.flatMap(([a, b]) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      const [source, target] = [nodes[low], nodes[high]];
      const [output] = Object.keys(portsOf(source?.kind ?? '')?.outputs ?? {});
      const inputs = Object.entries(portsOf(target?.kind ?? '')?.inputs ?? {});
      const free = inputs.find(([port, { many }]) => many === true || !taken.has(`${target?.id}.${port}`));
      if (low === high || source === undefined || target === undefined) return [];
      if (output === undefined || free === undefined) return [];
      const edge = { from: `${source.id}.${output}`, to: `${target.id}.${free[0]}` };
      const key = `${edge.from} ${edge.to}`;
      if (taken.has(key)) return [];
      taken.add(edge.to).add(key);
      return [edge];
    });
    const members = nodes.filter((_, i) => grouped[i] === true).map(node => node.id);
    return {
      format: 'millrace/pipeline',
      version: 1,
      name: 'Any',
      parameters: { day: { type: 'date', default: '2024-02-29' } },
      nodes,
      edges,
      ...(members.length > 0 && { groups: [{ id: 'g', nodes: members }] }),
      ...(notes.length > 0 && { comments: notes.map((text, i) => ({ text, at: [i * 9, 7] as const })) }),
      layout: Object.fromEntries(nodes.map((node, i) => [node.id, [i * 260, (i % 3) * 90] as const])),
    };
  });
