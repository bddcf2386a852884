/** Texts that several commands share. */
import type { CapabilitySum } from '../../engine/compile/capabilities.ts';
import { listed } from '../../engine/diagnostics/words.ts';

export const noCapabilities: CapabilitySum = { read: [], write: [], net: [], db: [], env: [], sql: false };

/** `reads orders.csv`, `sends data to api.example.com`: what a pipeline would touch, a line for each sort. */
export const capabilityLines = (sum: CapabilitySum): readonly string[] => {
  const line = (names: readonly string[], lead: string) =>
    names.length === 0 ? [] : [`  ${lead} ${listed(names)}`];
  return [
    ...line(sum.read, 'reads'),
    ...line(sum.write, 'writes'),
    ...line(sum.net, 'talks to'),
    ...line(sum.db, 'uses the database'),
    ...line(sum.env, 'uses the secret'),
    ...(sum.sql ? ['  runs SQL of its own'] : []),
  ];
};
