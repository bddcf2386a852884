/** A plan as one PySpark program: a function a node, then a main that reads, runs and writes. Pure text. */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan, Relation } from '../plan/plan.ts';
import { eachRel, refsOf } from '../plan/relation.ts';
import type { KnownTypes } from './asked.ts';
import { chainText } from './chain.ts';
import { type Helper, helperNames, helperSource } from './helpers.ts';
import { pathOf, printScan, printSink } from './io.ts';
import { width } from './layout.ts';
import { freePyName, relationNames } from './names.ts';
import { pyNote, pyText } from './python.ts';
import { printRel } from './relational.ts';
import type { Scope } from './scope.ts';

type ProgramInput = {
  readonly name: string;
  readonly plan: Plan;
  readonly known: KnownTypes;
  /** What each node is, for its docstring. */
  readonly notes?: ReadonlyMap<string, string>;
  /** Nodes whose path is a parameter of the pipeline, by node: the parameter's name. */
  readonly pathParameters?: ReadonlyMap<string, string>;
};

export type Program = { readonly python: string; readonly diagnostics: readonly Diagnostic[] };

/** Relations that a sink or a check rests on, in dependency order. */
const wanted = (plan: Plan): readonly Relation[] => {
  const byName = new Map(plan.relations.map(r => [r.name, r] as const));
  const seen = new Set<string>();
  const waiting = [...plan.sinks.map(s => s.input), ...plan.assertions.map(a => a.input)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const relation = byName.get(name);
    if (relation !== undefined) waiting.push(...refsOf(relation.rel));
  }
  return plan.relations.filter(r => seen.has(r.name));
};

type Printed = { readonly name: string; readonly source: string; readonly call: string };

export const printProgram = (input: ProgramInput): Program => {
  const diagnostics: Diagnostic[] = [];
  const helpers = new Set<Helper>();
  const all = new Map(input.plan.relations.map(r => [r.name, r] as const));
  const relations = wanted(input.plan).filter(r => !(r.port.startsWith('~') && r.rel.op === 'ref'));
  const plan = { ...input.plan, relations };
  const names = relationNames(plan, helperNames);
  // What a sink reads is often another node's rows as they are; these need no function.
  const nameOf = (relation: string): string => {
    const rel = all.get(relation)?.rel;
    return names.get(relation) ?? (rel?.op === 'ref' ? nameOf(rel.name) : 'missing');
  };
  const reporter =
    (node: string): Scope['report'] =>
    (what, reason, severity) => {
      const found = diagnostic('unsupported-on-spark', { what, reason }, { node }, severity);
      if (!diagnostics.some(d => d.node === node && d.message === found.message)) diagnostics.push(found);
    };
  const parameters = new Map<string, { argument: string; path: string }>();
  const used = new Set(['folder', 'single_file']);
  const pathFor = (node: string, options: unknown, from: string): string => {
    const path = pathOf(options) ?? '';
    const parameter = input.pathParameters?.get(node);
    if (parameter === undefined) return `place(${from}, ${pyText(path)})`;
    const known = parameters.get(parameter) ?? { argument: freePyName(parameter, used), path };
    parameters.set(parameter, known);
    return from === 'folder' ? 'path' : `place(${from}, args.${known.argument})`;
  };
  const printed = relations.map((relation): Printed => {
    const report = reporter(relation.node);
    let scans = false;
    const parameter = input.pathParameters?.get(relation.node);
    const chain = printRel(relation.rel, {
      known: input.known,
      scopeFor: types => ({
        types,
        report,
        helper: name => {
          helpers.add(name);
          return name;
        },
      }),
      frame: nameOf,
      scan: rel => {
        scans = true;
        return printScan(rel, pathFor(relation.node, rel.options, 'folder'), report);
      },
      report,
    });
    const refs = [...new Set(refsOf(relation.rel))].map(nameOf);
    let makes = scans;
    eachRel(relation.rel, r => {
      if (r.op === 'values' || r.op === 'range') makes = true;
    });
    const given = [
      ...(makes ? [['spark: SparkSession', 'spark']] : []),
      ...(scans
        ? [
            parameter
              ? ['path: str', `place(args.folder, args.${parameters.get(parameter)?.argument})`]
              : ['folder: str', 'args.folder'],
          ]
        : []),
      ...refs.map(r => [`${r}: DataFrame`, `${r}_rows`]),
    ];
    const name = nameOf(relation.name);
    const note = pyNote(input.notes?.get(relation.node) ?? relation.node);
    const head = `def ${name}(${given.map(g => g[0]).join(', ')}) -> DataFrame:\n    """${note}"""\n`;
    return {
      name,
      source: `${head}    return ${chainText(chain, width - 11).replaceAll('\n', '\n    ')}\n`,
      call: `    ${name}_rows = ${name}(${given.map(g => g[1]).join(', ')})\n`,
    };
  });
  const checks = plan.assertions.map(
    a =>
      `    check(${nameOf(a.input)}_rows, ${pyText(a.node)}, stop=${a.severity === 'error' ? 'True' : 'False'})\n`,
  );
  const sinks = plan.sinks.map(
    s =>
      `    ${printSink(s, `${nameOf(s.input)}_rows`, pathFor(s.node, s.options, 'args.folder'), reporter(s.node)).replaceAll('\n', '\n    ')}\n`,
  );
  const sources = printed.map(p => p.source);
  const tools = helperNames.filter(h => helpers.has(h)).map(helperSource);
  const body = [...tools, ...sources].join('\n\n');
  const text = [
    header(input.name, body),
    arguments_(input.name, [...parameters]),
    session(input.name),
    place,
    ...(plan.sinks.length > 0 ? [save] : []),
    ...(checks.length > 0 ? [check] : []),
    ...tools,
    ...sources,
    main(printed.map(p => p.call).join(''), checks.join(''), sinks.join('')),
    'if __name__ == "__main__":\n    main()\n',
  ].join('\n\n');
  return { python: text, diagnostics };
};

const header = (name: string, body: string): string => {
  const uses = (pattern: RegExp) => pattern.test(body);
  return `"""${pyNote(name) || 'A pipeline'}: made from a pipeline file; run it with spark-submit, or with python where pyspark is installed."""

import argparse
import os
import shutil
${uses(/\bDecimal\(/) ? 'from decimal import Decimal\n' : ''}
from pyspark.sql import ${[...(uses(/\bColumn\b/) ? ['Column'] : []), 'DataFrame', 'SparkSession', ...(uses(/\bWindow\./) ? ['Window'] : [])].join(', ')}
${uses(/\bF\./) ? 'from pyspark.sql import functions as F\n' : ''}${uses(/\bT\./) ? 'from pyspark.sql import types as T\n' : ''}`;
};

const arguments_ = (
  name: string,
  parameters: readonly (readonly [string, { argument: string; path: string }])[],
): string =>
  `def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=${pyText(pyNote(name))})
    parser.add_argument("--folder", default=".", help="where relative paths start: a folder or an address such as s3a://…")
    parser.add_argument("--single-file", action="store_true", help="write one file instead of a folder of parts (local paths)")
${parameters.map(([parameter, { argument, path }]) => `    parser.add_argument(${pyText(`--${argument.replaceAll('_', '-')}`)}, dest=${pyText(argument)}, default=${pyText(path)}, help=${pyText(`the parameter ${pyNote(parameter).replaceAll('%', '%%')}`)})\n`).join('')}    return parser.parse_args()
`;

const session = (name: string): string => `def session() -> SparkSession:
    """One meaning wherever it runs: errors instead of silent nulls, UTC, times without a zone."""
    return (
        SparkSession.builder.appName(${pyText(pyNote(name))})
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .config("spark.sql.caseSensitive", "false")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.csv.parser.columnPruning.enabled", "false")
        .getOrCreate()
    )
`;

const place = `def place(folder: str, path: str) -> str:
    """A path of the pipeline: a relative one starts from the folder."""
    return path if "://" in path or os.path.isabs(path) else f"{folder.rstrip('/')}/{path}"
`;

const save = `def save(
    frame: DataFrame, kind: str, path: str, single_file: bool, partition_by: list[str] | None = None, **options
) -> None:
    """Writes a folder of part files; as a single file it is written beside its place and moved there at the end."""
    single_file = single_file and not partition_by
    target = f"{path}.parts" if single_file else path
    writer = (frame.coalesce(1) if single_file else frame).write
    if partition_by:
        writer = writer.partitionBy(*partition_by)
    writer.format(kind).mode("overwrite").options(**options).save(target)
    if single_file:
        part = next(name for name in os.listdir(target) if name.startswith("part-"))
        if os.path.isdir(path):
            shutil.rmtree(path)
        os.replace(os.path.join(target, part), path)
        shutil.rmtree(target)
`;

const check = `def check(broken: DataFrame, node: str, stop: bool) -> None:
    """Says which checks of a node the data does not pass, and stops before anything is written where it must."""
    for row in broken.take(20):
        message = f"{node}: {row['check']} ({row['rows']} rows, such as {row['sample']})"
        if stop:
            raise SystemExit(message)
        print(message)
`;

const main = (calls: string, checks: string, sinks: string): string => `def main() -> None:
    args = arguments()
    running = SparkSession.getActiveSession()
    spark = session()
${calls}${checks}${sinks}    if running is None:
        spark.stop()
`;
