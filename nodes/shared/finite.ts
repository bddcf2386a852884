/** JSON has no word for NaN and infinity: they are written as null, as JavaScript and Spark do. */
import { call, column, isNotNull, literal, when } from '../../engine/plan/build.ts';
import type { Expr } from '../../engine/plan/expr.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type DataType, familyOf, type Schema } from '../../engine/schema/types.ts';

/** The fields of a struct type: names without their quotes, and types. */
const fieldsOf = (type: DataType): Schema => {
  const inside = type.slice('STRUCT('.length, -1);
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < inside.length; i++) {
    const c = inside[i];
    if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(inside.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, inside.slice(from)].map(part => {
    const [, name = '', rest = ''] = /^\s*("(?:[^"]|"")*"|[^\s"]+)\s+(.*)$/s.exec(part) ?? [];
    return { name: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name, type: rest };
  });
};

/** The same value with nulls for what is not finite, or undefined where the type holds no such numbers. */
const finite = (value: Expr, type: DataType, depth: number): Expr | undefined => {
  const family = familyOf(type);
  if (family === 'float') return when(call('and', isNotNull(value), call('isfinite', value)), value);
  if (family === 'list') {
    const item = `item ${depth}`;
    const body = finite(column(item), type.replace(/\[\d*\]$/, ''), depth + 1);
    return body && call('list_transform', value, { op: 'lambda', params: [item], body });
  }
  if (family !== 'struct') return undefined;
  const fields = fieldsOf(type).map(field => {
    const inner = call('struct_field', value, literal(field.name));
    const changed = finite(inner, field.type, depth);
    return { name: field.name, expr: changed ?? inner, changed: changed !== undefined };
  });
  if (!fields.some(f => f.changed)) return undefined;
  return when(isNotNull(value), { op: 'struct', fields: fields.map(({ name, expr }) => ({ name, expr })) });
};

/** The same rows, with null for every number that JSON cannot write, in lists and structs too. */
export const finiteNumbers = (rel: Rel, schema: Schema): Rel => {
  const columns = schema.map(f => ({ name: f.name, expr: finite(column(f.name), f.type, 0) }));
  if (columns.every(c => c.expr === undefined)) return rel;
  return {
    op: 'project',
    input: rel,
    columns: columns.map(({ name, expr }) => ({ name, expr: expr ?? column(name) })),
  };
};
