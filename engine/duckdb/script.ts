/** A plan as a DuckDB script for people: one CTE a node, named after it, and one COPY a sink. */
import { sinkConnectors, sourceConnectors } from '../connectors/index.ts';
import { text } from '../connectors/quote.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { mainRelations, type Plan, type Relation, type Sink } from '../plan/plan.ts';
import { eachRel, type Rel, refsOf } from '../plan/relation.ts';
import { bareName } from '../schema/keywords.ts';
import type { Json } from '../schema/types.ts';
import { failMark } from './expr.ts';
import { prettySql } from './pretty.ts';
import { printRel } from './relational.ts';

type ScriptInput = {
  readonly name: string;
  readonly plan: Plan;
  /** Folder of the pipeline file, absolute; paths below it are written relative to it. */
  readonly folder: string;
  /** Only the query of this node. */
  readonly node?: string;
};

type Script = { readonly sql: string; readonly diagnostics: readonly Diagnostic[] };

/** The relations below one, in dependency order, itself last. */
const below = (name: string, plan: Plan): readonly Relation[] => {
  const byName = new Map(plan.relations.map(r => [r.name, r] as const));
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const relation = byName.get(next);
    if (relation !== undefined) waiting.push(...refsOf(relation.rel));
  }
  return plan.relations.filter(r => seen.has(r.name));
};

/** `clean` for the first output of the node, `clean_rejected` for others. */
const cteNames = (plan: Plan): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  const used = new Set<string>();
  const main = new Set<string>();
  for (const relation of plan.relations) {
    const first = !relation.port.startsWith('~') && !main.has(relation.node);
    if (first) main.add(relation.node);
    const wish = first ? relation.node : `${relation.node}_${relation.port.replace('~', '')}`;
    let name = wish;
    for (let i = 2; used.has(name.toLowerCase()); i++) name = `${wish}_${i}`;
    used.add(name.toLowerCase());
    names.set(relation.name, name);
  }
  return names;
};

export const printScript = ({ name, plan, folder, node }: ScriptInput): Script => {
  const diagnostics: Diagnostic[] = [];
  const refuse = (at: string, what: string, reason: string): string => {
    diagnostics.push(diagnostic('unsupported-in-sql', { what, reason }, { node: at }));
    return 'SELECT NULL';
  };
  const names = cteNames(plan);
  const byName = new Map(plan.relations.map(r => [r.name, r] as const));
  // What only names another relation needs no step of its own.
  const nameOf = (relation: string): string => {
    const found = byName.get(relation);
    return found?.port.startsWith('~') && found.rel.op === 'ref'
      ? nameOf(found.rel.name)
      : (names.get(relation) ?? relation);
  };
  const relative = (sql: string): string => sql.replaceAll(`${text(`${folder}/`).slice(0, -1)}`, "'");
  const selectOf = (relation: Relation): string => {
    const sql = printRel(relation.rel, {
      ref: other => bareName(nameOf(other)),
      scan: scan => {
        const connector = sourceConnectors.get(scan.connector);
        const what = `The source (${scan.connector})`;
        if (connector?.reads !== 'duckdb' || scan.columns === undefined)
          return refuse(relation.node, what, 'DuckDB does not read it; bring its rows into a file first');
        if (encodingOf(scan.options) === 'windows-1252')
          return refuse(
            relation.node,
            what,
            'DuckDB does not read the encoding windows-1252; save the file as UTF-8',
          );
        return relative(connector.scanSql(scan.options, scan.columns));
      },
      made: made =>
        refuse(
          relation.node,
          made.op === 'apply' ? 'A fitted step or model' : 'What is learned from rows',
          'it is fitted while a pipeline runs, and a query alone fits nothing',
        ),
      rejects: () =>
        refuse(relation.node, 'The output of refused rows', 'it exists only while a pipeline runs'),
    }).replaceAll(failMark, '');
    // What a person wrote stays as it was written, comments and all.
    return writtenByHand(relation.rel) ? sql : prettySql(sql);
  };
  const queryOf = (target: string): string => {
    const steps = below(target, plan).filter(r => !(r.port.startsWith('~') && r.rel.op === 'ref'));
    const last = steps.at(-1);
    const ctes = steps
      .slice(0, -1)
      .map(r => `${bareName(nameOf(r.name))} AS (\n  ${selectOf(r).replaceAll('\n', '\n  ')}\n)`);
    const lead = ctes.length === 0 ? '' : `WITH ${ctes.join(',\n')}\n`;
    return last === undefined ? 'SELECT NULL' : `${lead}${selectOf(last)}`;
  };
  const copyOf = (sink: Sink): string => {
    const connector = sinkConnectors.get(sink.connector);
    if (connector?.writes !== 'duckdb') {
      refuse(
        sink.node,
        `The sink (${sink.connector})`,
        'DuckDB does not write it; write Parquet, CSV or JSON',
      );
      return '';
    }
    const query = `\n  ${queryOf(sink.input).replaceAll('\n', '\n  ')}\n`;
    return `-- ${sink.node}\n${connector.copySql(sink.options, query, connector.target(sink.options))};\n`;
  };
  if (node !== undefined) {
    const relation = mainRelations(plan).get(node);
    return { sql: relation === undefined ? '' : `${queryOf(relation.name)};\n`, diagnostics };
  }
  const checks = plan.assertions.map(
    a => `-- ${a.node}: rows here are checks that the data does not pass\n${queryOf(a.input)};\n`,
  );
  const head = `-- ${name.replace(/\s+/g, ' ')}: run from the folder of the pipeline file.\n`;
  return {
    sql: [head, "SET TimeZone = 'UTC';\n", ...checks, ...plan.sinks.map(copyOf)].join('\n'),
    diagnostics,
  };
};

const writtenByHand = (rel: Rel): boolean => {
  let found = false;
  eachRel(rel, r => {
    if (r.op === 'sql') found = true;
  });
  return found;
};

const encodingOf = (options: Json): Json | undefined =>
  typeof options === 'object' && options !== null && 'encoding' in options ? options.encoding : undefined;
