/** Data types on Spark: the word of a cast, and the object of a schema. */
import { type DataType, structOf } from '../schema/types.ts';
import { pyText } from './python.ts';

type SparkType = {
  /** As a cast spells it: `decimal(18,2)`, `array<bigint>`. */
  readonly ddl: string;
  /** As a schema spells it: `T.DecimalType(18, 2)`. */
  readonly object: string;
};

const plain: Readonly<Record<string, readonly [ddl: string, object: string]>> = {
  BOOLEAN: ['boolean', 'T.BooleanType()'],
  TINYINT: ['tinyint', 'T.ByteType()'],
  SMALLINT: ['smallint', 'T.ShortType()'],
  INTEGER: ['int', 'T.IntegerType()'],
  BIGINT: ['bigint', 'T.LongType()'],
  // Spark has no unsigned integers: the next wider type holds every value.
  UTINYINT: ['smallint', 'T.ShortType()'],
  USMALLINT: ['int', 'T.IntegerType()'],
  UINTEGER: ['bigint', 'T.LongType()'],
  UBIGINT: ['decimal(20,0)', 'T.DecimalType(20, 0)'],
  FLOAT: ['float', 'T.FloatType()'],
  DOUBLE: ['double', 'T.DoubleType()'],
  VARCHAR: ['string', 'T.StringType()'],
  JSON: ['string', 'T.StringType()'],
  UUID: ['string', 'T.StringType()'],
  BLOB: ['binary', 'T.BinaryType()'],
  DATE: ['date', 'T.DateType()'],
  TIMESTAMP: ['timestamp_ntz', 'T.TimestampNTZType()'],
  TIMESTAMP_S: ['timestamp_ntz', 'T.TimestampNTZType()'],
  TIMESTAMP_MS: ['timestamp_ntz', 'T.TimestampNTZType()'],
  'TIMESTAMP WITH TIME ZONE': ['timestamp_ltz', 'T.TimestampType()'],
  '"NULL"': ['string', 'T.StringType()'],
  NULL: ['string', 'T.StringType()'],
};

/** Splits at commas that stand outside brackets and quotes. */
const pieces = (text: string): readonly string[] => {
  const found: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === '(') depth += 1;
    else if (c === ')') depth -= 1;
    else if (c === ',' && depth === 0) {
      found.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  found.push(text.slice(from).trim());
  return found;
};

/** A field of a struct type: its name, then its type. */
const fieldOf = (text: string): { name: string; type: DataType } => {
  const quoted = /^"((?:[^"]|"")*)"\s+(.*)$/s.exec(text);
  if (quoted) return { name: (quoted[1] ?? '').replaceAll('""', '"'), type: quoted[2] ?? '' };
  const at = text.indexOf(' ');
  return { name: text.slice(0, at), type: text.slice(at + 1).trim() };
};

/** The fields of a STRUCT type, or undefined for other types. */
export const structFields = (type: DataType): readonly { name: string; type: DataType }[] | undefined =>
  type.startsWith('STRUCT(') && type.endsWith(')') ? pieces(type.slice(7, -1)).map(fieldOf) : undefined;

/** The type of a list's elements, or undefined for other types. */
export const elementType = (type: DataType): DataType | undefined => /^(.*)\[\d*\]$/s.exec(type)?.[1];

/** The type on Spark; undefined where Spark has none that holds every value. */
export const sparkType = (type: DataType): SparkType | undefined => {
  const known = Object.hasOwn(plain, type) ? plain[type] : undefined;
  if (known) return { ddl: known[0], object: known[1] };
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal)
    return {
      ddl: `decimal(${decimal[1]},${decimal[2]})`,
      object: `T.DecimalType(${decimal[1]}, ${decimal[2]})`,
    };
  const element = elementType(type);
  if (element !== undefined) {
    const inner = sparkType(element);
    return inner && { ddl: `array<${inner.ddl}>`, object: `T.ArrayType(${inner.object})` };
  }
  const fields = structFields(type);
  if (fields !== undefined) {
    const inner = fields.map(f => ({ name: f.name, type: sparkType(f.type) }));
    const ddl: string[] = [];
    const object: string[] = [];
    for (const field of inner) {
      if (field.type === undefined) return undefined;
      ddl.push(`\`${field.name.replaceAll('`', '``')}\`:${field.type.ddl}`);
      object.push(`T.StructField(${pyText(field.name)}, ${field.type.object})`);
    }
    return { ddl: `struct<${ddl.join(',')}>`, object: `T.StructType([${object.join(', ')}])` };
  }
  if (type.startsWith('MAP(') && type.endsWith(')')) {
    const [key, value] = pieces(type.slice(4, -1)).map(sparkType);
    return (
      key &&
      value && { ddl: `map<${key.ddl},${value.ddl}>`, object: `T.MapType(${key.object}, ${value.object})` }
    );
  }
  return undefined;
};

/** The same type with text in place of every scalar, as JSON is read before its values are cast. */
export const textual = (type: DataType): DataType => {
  const element = elementType(type);
  if (element !== undefined) return `${textual(element)}[]`;
  const fields = structFields(type);
  if (fields !== undefined) return structOf(fields.map(f => ({ name: f.name, type: textual(f.type) })));
  if (type.startsWith('MAP(') && type.endsWith(')'))
    return `MAP(${pieces(type.slice(4, -1)).map(textual).join(', ')})`;
  return 'VARCHAR';
};
