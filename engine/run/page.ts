/** A page of rows at a port, as Arrow. */
import { Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import type { Page, View } from '../contract/data.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { PipelineProblems, whyNoRows } from './problems.ts';
import { queryFor } from './read-relation.ts';
import { participants } from './targets.ts';
import type { Bench } from './workbench.ts';

type Asked = {
  readonly node: string;
  readonly port?: string | undefined;
  readonly view: View;
  readonly offset: number;
  readonly limit: number;
  readonly whole: boolean;
};

export const pageAt = async (bench: Bench, asked: Asked, signal: AbortSignal): Promise<Page> => {
  const { compiled, session, document, diagnostics } = bench;
  const { node, port } = asked;
  const own = compiled.plan.relations.filter(r => r.node === node);
  const relation =
    own.find(r => (port === undefined ? !r.port.startsWith('~') : r.port === port)) ??
    (port === undefined ? own.find(r => r.port.startsWith('~sink')) : undefined);
  const errors = diagnostics.filter(isError);
  const above = new Set(participants(compiled, node));
  const concerned = errors.filter(d => d.node === undefined || above.has(d.node));
  if (concerned.length > 0) throw new PipelineProblems(concerned);
  if (relation === undefined || document === undefined)
    throw new PipelineProblems(
      document === undefined ? [] : whyNoRows(node, port, compiled, errors, document),
    );
  const sql = await queryFor(relation, compiled.plan.relations, session, bench.world(signal));
  const rows = await session.rows(`SELECT * FROM (${sql}) LIMIT ${asked.limit} OFFSET ${asked.offset}`);
  const columns = relation.schema.map((_, i) =>
    vectorFromArray(
      rows.map(row => row[i] ?? null),
      new Utf8(),
    ),
  );
  const table = new Table(Object.fromEntries(columns.map((vector, i) => [`c${i}`, vector])));
  return {
    columns: relation.schema.map(({ name, type }) => ({ name, type })),
    arrow: tableToIPC(table, 'stream'),
    offset: asked.offset,
    rows: rows.length,
  };
};
