/** Cases for Spark, and their rows, compared with those of the embedded engine. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { catalogueOf, type NodeKind } from '../../catalogue/node.ts';
import { type Diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { openPipeline, type Preview } from '../../run/pipeline.ts';
import { pysparkOf } from '../../run/pyspark.ts';
import { given } from '../../testing/given.ts';
import { sparkType } from '../types.ts';
import { canonicalCell, canonicalRow } from './canonical.ts';

export type Case = {
  readonly name: string;
  readonly folder: string;
  readonly python: string;
  readonly expected: { readonly [port: string]: Preview };
  /** Ours stopped with this message, so Spark must stop too. */
  readonly fails?: string;
  readonly arguments?: { readonly [name: string]: string };
  readonly writes?: boolean;
};

export type Prepared = { readonly name: string } & (
  | { readonly case: Case }
  | { readonly refused: readonly Diagnostic[] }
);

/** The program of a document whose `ports` of the node `node` are wanted, and the rows ours gives for them. */
export const prepare = async (
  name: string,
  folder: string,
  document: unknown,
  ports: readonly string[],
  kinds: readonly NodeKind[],
): Promise<Prepared> => {
  const path = join(folder, 'case.millrace');
  await writeFile(path, JSON.stringify(document));
  const pipeline = await openPipeline({ path, catalogue: catalogueOf([...kinds, given]) });
  if (!('compile' in pipeline)) return { name, refused: pipeline.diagnostics };
  try {
    const { plan, diagnostics } = await pipeline.compile();
    const errors = diagnostics.filter(isError);
    if (errors.length > 0) return { name, refused: errors };
    const wanted = plan.relations.filter(r => r.node === 'node' && ports.includes(r.port));
    const sinks = wanted.map(r => ({
      node: 'node',
      connector: 'parquet',
      options: { path: r.port, compression: 'snappy' },
      input: r.name,
    }));
    const program = await pysparkOf(pipeline.document, { ...plan, sinks, assertions: [] });
    if (program.diagnostics.some(isError)) return { name, refused: program.diagnostics.filter(isError) };
    const expected: Record<string, Preview> = {};
    let fails: string | undefined;
    for (const r of wanted) {
      try {
        expected[r.port] = await pipeline.preview('node', r.port, 10_000, 'json');
      } catch (error) {
        fails = error instanceof Error ? error.message : String(error);
      }
    }
    return { name, case: { name, folder, python: program.python, expected, ...(fails && { fails }) } };
  } finally {
    await pipeline.close();
  }
};

type Output = {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
};

export type SparkResult = { readonly outputs?: { readonly [port: string]: Output }; readonly error?: string };

/** Runs programs in one Spark session; results by the name of the case. */
export const runOnSpark = async (cases: readonly Case[]): Promise<ReadonlyMap<string, SparkResult>> => {
  if (cases.length === 0) return new Map();
  const python = process.env.MILLRACE_SPARK_PYTHON;
  if (python === undefined) throw new Error('Start these tests with npm run test:spark.');
  const folder = await mkdtemp(join(tmpdir(), 'millrace-spark-'));
  const [input, output] = [join(folder, 'cases.ndjson'), join(folder, 'results.ndjson')];
  await writeFile(
    input,
    cases
      .map(
        c =>
          `${JSON.stringify({ name: c.name, folder: c.folder, python: c.python, ...(c.arguments && { arguments: c.arguments }), ...(c.writes && { writes: true }) })}\n`,
      )
      .join(''),
  );
  const settings = {
    'spark.ui.enabled': 'false',
    'spark.sql.shuffle.partitions': '1',
    'spark.default.parallelism': '1',
    'spark.sql.adaptive.enabled': 'false',
    'spark.sql.codegen.wholeStage': 'false',
  };
  const submit = [
    '--master local[2] --driver-memory 1g',
    ...Object.entries(settings).map(([k, v]) => `--conf ${k}=${v}`),
    'pyspark-shell',
  ].join(' ');
  await promisify(execFile)(python, [join(import.meta.dirname, 'run_cases.py'), input, output], {
    cwd: folder,
    env: { ...process.env, PYSPARK_SUBMIT_ARGS: submit, PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 64 << 20,
  });
  const results = new Map<string, SparkResult>();
  for (const line of (await readFile(output, 'utf8')).split('\n')) {
    if (line === '') continue;
    const { name, ...result } = JSON.parse(line) as { name: string } & SparkResult;
    results.set(name, result);
  }
  return results;
};

/** What both engines made of a case, in the same words; equal when the engines agree. */
export const verdict = (
  { expected, fails }: Case,
  result: SparkResult | undefined,
): { readonly ours: unknown; readonly spark: unknown } => {
  if (fails !== undefined)
    return {
      ours: 'stops',
      spark: result?.error === undefined ? `does not stop; ours said: ${fails}` : 'stops',
    };
  if (result?.outputs === undefined) return { ours: 'rows', spark: result?.error ?? 'nothing' };
  const ours: Record<string, unknown> = {};
  const spark: Record<string, unknown> = {};
  for (const [port, wanted] of Object.entries(expected)) {
    const got = result.outputs[port];
    if (got === undefined) return { ours: port, spark: 'no such output' };
    const sides = bothSides(wanted, got);
    ours[port] = sides.ours;
    spark[port] = sides.spark;
  }
  return { ours, spark };
};

/** Rows and types of both engines in the same words, in one order; a case passes when the two are equal. */
const bothSides = (wanted: Preview, got: Output): { readonly ours: unknown; readonly spark: unknown } => {
  const order = (rows: readonly (readonly unknown[])[]) => rows.map(r => JSON.stringify(r)).sort();
  return {
    ours: {
      columns: wanted.columns.map(c => `${c.name} ${sparkType(c.type)?.ddl ?? c.type}`),
      rows: order(
        wanted.rows.map(row => row.map((cell, i) => canonicalCell(wanted.columns[i]?.type ?? '', cell))),
      ),
    },
    spark: {
      columns: got.columns.map((c, i) => `${c} ${spelled(got.types[i] ?? '')}`),
      rows: order(got.rows.map(canonicalRow)),
    },
  };
};

/** Spark leaves the backticks of field names out and says `timestamp` for times with a zone. */
const spelled = (type: string): string =>
  type.replace(/^timestamp$/, 'timestamp_ltz').replace(/([<,])([^<>,:]+):/g, '$1`$2`:');
