import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import type { RunEvent } from './events.ts';
import { openPipeline } from './pipeline.ts';
import { folderWith, pipeline } from './test-run.ts';

const eventsOf = async (path: string): Promise<readonly RunEvent[]> => {
  const opened = await openPipeline({ path, catalogue });
  if (!('compile' in opened)) throw new Error(opened.diagnostics.map(d => d.message).join('\n'));
  try {
    const events: RunEvent[] = [];
    await opened.compile();
    // Often enough that no machine is too fast to be seen at work.
    await opened.run({ emit: event => void events.push(event), tick: 5 });
    return events;
  } finally {
    await opened.close();
  }
};

test('bytes grow while a file is read and another written, and the ends are exact', async () => {
  const row = (i: number) => `${i},${'text of some length '.repeat(3)}${i % 977}\n`;
  const folder = folderWith({
    'in.csv': `id,t\n${Array.from({ length: 400_000 }, (_, i) => row(i)).join('')}`,
  });
  const nodes = [
    { id: 'in', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'sorted', kind: 'sort', params: { keys: [{ column: 't' }] } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ];
  writeFileSync(join(folder, 'p.millrace'), pipeline(nodes));
  const events = await eventsOf(join(folder, 'p.millrace'));
  const told = (node: string) =>
    events.flatMap(e => (e.event === 'progress' && e.node === node ? (e.bytes ?? []) : []));
  for (const [node, file] of [
    ['in', 'in.csv'],
    ['out', 'out.csv'],
  ] as const) {
    const { size } = statSync(join(folder, file));
    expect(told(node).length).toBeGreaterThan(0);
    expect(told(node)).toEqual([...new Set(told(node))].sort((a, b) => a - b));
    expect(Math.max(...told(node))).toBeLessThanOrEqual(size);
    expect(events.find(e => e.event === 'node-finished' && e.node === node)).toMatchObject({ bytes: size });
  }
  expect(events.find(e => e.event === 'node-finished' && e.node === 'sorted')).not.toHaveProperty('bytes');
});

test('a node whose rows only its second reader counts ends once, with them', async () => {
  const folder = folderWith({ 'in.csv': 'x\n1\n2\n3\n' });
  const nodes = [
    { id: 'few', kind: 'write-csv', params: { path: 'few.csv' } },
    { id: 'many', kind: 'write-csv', params: { path: 'many.csv' } },
    { id: 'in', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'large', kind: 'filter', params: { condition: 'x > 1' } },
  ];
  const edges = [
    { from: 'in', to: 'large' },
    { from: 'large.rejected', to: 'few' },
    { from: 'large.out', to: 'many' },
  ];
  writeFileSync(join(folder, 'p.millrace'), pipeline(nodes, { edges }));
  const ended = (await eventsOf(join(folder, 'p.millrace'))).flatMap(e =>
    e.event === 'node-finished' ? [[e.node, e.rows]] : [],
  );
  expect(ended.sort()).toEqual([
    ['few', 1],
    ['in', 3],
    ['large', 2],
    ['many', 2],
  ]);
});
