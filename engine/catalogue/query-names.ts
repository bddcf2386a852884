import type { InputTable } from './node.ts';

/**
 * The names by which a query reads its inputs: the id of the node that a table comes from. Where a node gives several of
 * its outputs, all but the main one, `out`, are named `node_port`. A table that is connected twice is named once.
 */
export const queryNames = (
  tables: readonly InputTable[],
): readonly { readonly name: string; readonly table: InputTable }[] => {
  const given = new Map<string, InputTable>();
  for (const table of tables) given.set(relationName(table), table);
  const named = new Map<string, InputTable>();
  for (const table of given.values()) {
    const others = [...given.values()].filter(other => other.from === table.from);
    const port = relationName(table).slice(table.from.length + 1);
    named.set(others.length === 1 || port === 'out' ? table.from : `${table.from}_${port}`, table);
  }
  return [...named].map(([name, table]) => ({ name, table }));
};

const relationName = (table: InputTable): string => (table.rel.op === 'ref' ? table.rel.name : table.from);
