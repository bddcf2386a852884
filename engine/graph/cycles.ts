/**
 * Cycles of a directed graph, as lists of ids in the order of the edges. Cycles found share no node, so a tangle gives
 * few of them; when those are cut, the next ones show. Depth-first with a stack of its own: a chain may be 10,000 long.
 */
export const findCycles = (
  ids: readonly string[],
  edges: readonly (readonly [string, string])[],
): string[][] => {
  const after = new Map<string, string[]>(ids.map(id => [id, []]));
  for (const [from, to] of edges) if (from !== to && after.has(to)) after.get(from)?.push(to);

  const depths = new Map<string, number>();
  const done = new Set<string>();
  const reported = new Set<string>();
  const cycles: string[][] = [];

  for (const start of after.keys()) {
    if (depths.has(start)) continue;
    const trail: string[] = [start];
    const next: number[] = [0];
    depths.set(start, 0);
    while (trail.length > 0) {
      const last = trail.length - 1;
      const id = trail[last] ?? start;
      const child = after.get(id)?.[next[last] ?? 0];
      next[last] = (next[last] ?? 0) + 1;
      if (child === undefined) {
        done.add(id);
        trail.pop();
        next.pop();
      } else if (!depths.has(child)) {
        depths.set(child, trail.length);
        trail.push(child);
        next.push(0);
      } else if (!done.has(child) && !reported.has(child) && !reported.has(id)) {
        const cycle = trail.slice(depths.get(child));
        if (cycle.some(member => reported.has(member))) continue;
        for (const member of cycle) reported.add(member);
        cycles.push(cycle);
      }
    }
  }
  return cycles;
};
