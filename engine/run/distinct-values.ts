import type { Need } from '../compile/needs.ts';
import type { World } from '../connectors/contract.ts';
import { ident } from '../connectors/quote.ts';
import { type Diagnostic, diagnostic, diagnosticOf } from '../diagnostics/diagnostic.ts';
import { faultOf } from './faults.ts';
import { needRelation, placeOf, queryFor } from './read-relation.ts';
import type { Secrets } from './secrets.ts';
import type { Session } from './session.ts';

/** The values of a column, sorted, for settings that the data completes. */
export const distinctValues = async (
  need: Extract<Need, { need: 'distinct' }>,
  session: Session,
  secrets: Secrets,
  world: (node: string) => World,
  memory: string | undefined,
): Promise<readonly string[] | { readonly problem: Diagnostic }> => {
  const below = need.below.map(r => ({ ...r, ...placeOf(r.name) }));
  try {
    const sql = await queryFor(needRelation(need), below, session, world);
    const column = ident(need.column);
    const rows = await session.rows(
      `SELECT DISTINCT CAST(${column} AS VARCHAR) AS v FROM (${sql}) WHERE ${column} IS NOT NULL ORDER BY v LIMIT ${need.limit + 1}`,
    );
    if (rows.length > need.limit)
      return { problem: diagnostic('too-many-values', { column: need.column, limit: need.limit }) };
    return rows.flatMap(([v]) => v ?? []);
  } catch (error) {
    const fault = faultOf(error, memory);
    return { problem: diagnosticOf(fault, secrets.redact(fault.message)) };
  }
};
