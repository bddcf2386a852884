/** The tables that a source's file holds, for a person to choose from. */
import { excelSheets } from '../connectors/excel/index.ts';
import { sqliteTables } from '../connectors/sqlite/index.ts';
import type { Json } from '../schema/types.ts';
import type { Bench } from './workbench.ts';

type FileParams = { readonly path?: Json; readonly maxMegabytes?: Json };

/** Sheets of a workbook, tables and views of a database; none for a source of one table. */
export const tablesOf = async (
  { compiled, world }: Pick<Bench, 'compiled' | 'world'>,
  node: string,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const found = compiled.graph.nodes.find(n => n.id === node);
  const { path, maxMegabytes } = (found?.params ?? {}) as FileParams;
  if (typeof path !== 'string') return [];
  switch (found?.kind.kind) {
    case 'read-excel':
      return excelSheets(path, world(signal)(node));
    case 'read-sqlite':
      return sqliteTables({ path, maxMegabytes: Number(maxMegabytes) }, world(signal)(node));
    default:
      return [];
  }
};
