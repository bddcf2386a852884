/** Reading the syntax tree that DuckDB's parser gives as JSON. Only shapes; no meaning. */
import { type DataType, type Field, structOf } from '../schema/types.ts';

/** One node of the tree. Its fields are looked at through the functions below, never trusted. */
export type TreeNode = { readonly [key: string]: unknown };

export const isNode = (value: unknown): value is TreeNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const nodeAt = (node: TreeNode, key: string): TreeNode | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

export const nodesAt = (node: TreeNode, key: string): readonly TreeNode[] => {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

export const textAt = (node: TreeNode, key: string): string => {
  const value = node[key];
  return typeof value === 'string' ? value : '';
};

/** A parsed SQL text, or what the parser says is wrong; `position` counts bytes from the start of the text. */
export type Parsed =
  | { readonly ok: true; readonly statements: readonly TreeNode[] }
  | { readonly ok: false; readonly problem: string; readonly position?: number };

/** Reads the JSON of `json_serialize_sql`. */
export const parsedFrom = (json: string): Parsed => {
  const tree: unknown = JSON.parse(json);
  if (!isNode(tree)) return { ok: false, problem: 'it is not SQL' };
  if (tree.error === true) {
    const position = Number(tree.position);
    return {
      ok: false,
      problem: textAt(tree, 'error_message') || 'it is not SQL',
      ...(Number.isFinite(position) && { position }),
    };
  }
  return { ok: true, statements: nodesAt(tree, 'statements').map(s => nodeAt(s, 'node') ?? {}) };
};

/** Canonical text of a type in the tree, or undefined for types the parser does not know (their name is returned apart). */
export const typeFromTree = (type: TreeNode): { type: DataType } | { unknown: string } => {
  const id = textAt(type, 'id');
  const info = nodeAt(type, 'type_info');
  const inner = (node: TreeNode | undefined) => (node === undefined ? { unknown: id } : typeFromTree(node));
  switch (id) {
    case 'DECIMAL':
      return { type: info ? `DECIMAL(${Number(info.width)},${Number(info.scale)})` : 'DECIMAL(18,3)' };
    case 'LIST': {
      const element = inner(info && nodeAt(info, 'child_type'));
      return 'type' in element ? { type: `${element.type}[]` } : element;
    }
    case 'ARRAY': {
      const element = inner(info && nodeAt(info, 'child_type'));
      return 'type' in element ? { type: `${element.type}[${Number(info?.size)}]` } : element;
    }
    case 'STRUCT': {
      const fields: Field[] = [];
      for (const field of info ? nodesAt(info, 'child_types') : []) {
        const found = inner(nodeAt(field, 'second'));
        if ('unknown' in found) return found;
        fields.push({ name: textAt(field, 'first'), type: found.type });
      }
      return { type: structOf(fields) };
    }
    case 'MAP': {
      const pair = nodeAt(info ?? {}, 'child_type');
      const sides = pair ? nodesAt(nodeAt(pair, 'type_info') ?? {}, 'child_types') : [];
      const key = inner(nodeAt(sides[0] ?? {}, 'second'));
      const value = inner(nodeAt(sides[1] ?? {}, 'second'));
      if ('unknown' in key) return key;
      return 'unknown' in value ? value : { type: `MAP(${key.type}, ${value.type})` };
    }
    case 'UNBOUND':
    case 'USER':
    case 'ENUM':
      return { unknown: textAt(info ?? {}, 'name') || textAt(info ?? {}, 'user_type_name') || id };
    default:
      return { type: id };
  }
};
