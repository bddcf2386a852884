/** Sources and sinks as PySpark. */
import { type SparkOption, type SparkPattern, sparkRead, sparkWrite } from '../connectors/spark.ts';
import type { Sink } from '../plan/plan.ts';
import type { ScanRel } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import type { Chain } from './chain.ts';
import { layCall, width } from './layout.ts';
import { javaDatePattern } from './patterns.ts';
import { columnName, pyText } from './python.ts';
import type { Scope } from './scope.ts';
import { sparkType } from './types.ts';

type Report = Scope['report'];

const optionText = (value: SparkOption | SparkPattern, use: 'print' | 'read', report: Report): string => {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pyText(value);
  const java = javaDatePattern(value.datePattern, use);
  if ('pattern' in java) return pyText(java.pattern);
  report('The date format', java.problem, 'error');
  return '""';
};

const optionList = (
  options: { readonly [name: string]: SparkOption | SparkPattern },
  use: 'print' | 'read',
  report: Report,
): readonly string[] =>
  Object.entries(options).map(([name, value]) => `${name}=${optionText(value, use, report)}`);

/** A schema as Python, a field a line. */
const schemaText = (schema: Schema, asText: boolean, report: Report): string => {
  const fields = schema.map(f => {
    const type = sparkType(asText ? 'VARCHAR' : f.type);
    if (type === undefined)
      report(`Column “${f.name}”`, `it has no type ${f.type}; read it as text`, 'error');
    return `T.StructField(${pyText(f.name)}, ${type?.object ?? 'T.StringType()'})`;
  });
  return `T.StructType([\n    ${fields.join(',\n    ')},\n])`;
};

/** The frame of a source. `path` is Python. */
export const printScan = (rel: ScanRel, path: string, report: Report): Chain => {
  const read = sparkRead(rel.connector, rel.options);
  if ('unsupported' in read) {
    report(`The source (${rel.connector})`, read.unsupported, 'error');
    return { base: 'None', steps: [] };
  }
  const options = optionList(read.options, 'read', report);
  const steps: { method: string; args: readonly string[] }[] = [];
  if (read.schema)
    steps.push({ method: 'schema', args: [schemaText(read.schema, read.nullTexts !== undefined, report)] });
  if (options.length > 0) steps.push({ method: 'options', args: options });
  steps.push({ method: read.format, args: [path] });
  if (read.nullTexts) steps.push({ method: 'select', args: nulled(read.schema ?? [], read.nullTexts) });
  else if (read.columns?.some(c => c.path.length !== 1 || c.path[0] !== c.name))
    steps.push({
      method: 'select',
      args: read.columns.map(c =>
        c.path.length === 1 && c.path[0] === c.name
          ? columnName(c.name)
          : `F.col(${columnName(c.path[0] ?? '')})${c.path
              .slice(1)
              .map(p => `.getField(${pyText(p)})`)
              .join('')}.alias(${pyText(c.name)})`,
      ),
    });
  return { base: 'spark.read', steps };
};

/** Columns read as text: the texts that mean null become null. An empty field is null there already. */
const nulled = (schema: Schema, texts: readonly string[]): readonly string[] =>
  schema.map(f => {
    const given = `F.col(${columnName(f.name)})`;
    const value = texts.includes('') ? given : `F.coalesce(${given}, F.lit(""))`;
    const kept = `F.when(~${value}.isin(${texts.map(pyText).join(', ')}), ${value})`;
    const type = f.type === 'VARCHAR' ? undefined : sparkType(f.type);
    return `${kept}${type ? `.cast(${pyText(type.ddl)})` : ''}.alias(${pyText(f.name)})`;
  });

/** The statement that writes a sink. `frame` and `path` are Python. */
export const printSink = (sink: Sink, frame: string, path: string, report: Report): string => {
  const write = sparkWrite(sink.connector, sink.options);
  if ('unsupported' in write) {
    report(`The sink (${sink.connector})`, write.unsupported, 'error');
    return 'pass';
  }
  const partitions = write.partitionBy ? [`partition_by=[${write.partitionBy.map(pyText).join(', ')}]`] : [];
  const args = [
    frame,
    pyText(write.format),
    path,
    'args.single_file',
    ...partitions,
    ...optionList(write.options, 'print', report),
  ];
  return layCall('save', args, width - 4);
};

/** The path in a source's or sink's options, as the pipeline says it. */
export const pathOf = (options: unknown): string | undefined =>
  typeof options === 'object' && options !== null && 'path' in options && typeof options.path === 'string'
    ? options.path
    : undefined;
