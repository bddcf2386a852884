import type { Plan } from '../plan/plan.ts';

/** Words that mean something in Python or in the generated program. */
const taken = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield match case type print range list dict set
  str int float bool bytes tuple len min max sum abs round open input map filter sorted super object
  F T W Window Column DataFrame SparkSession Decimal argparse os shutil sys datetime spark args parser main arguments
  session place write_parquet write_csv write_json single_file check l r left right`.split(/\s+/),
);

const identifier = (text: string): string => {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^(?=\d)/, '_')
    .replace(/^__+/, '_');
  return plain === '' || plain === '_' ? 'node' : plain;
};

/** A Python name for a wish, different from those in `used`, which it joins. */
export const freePyName = (wish: string, used: Set<string>): string => {
  const base = identifier(wish);
  let name = taken.has(base) ? `${base}_` : base;
  for (let i = 2; used.has(name); i++) name = `${base}_${i}`;
  used.add(name);
  return name;
};

/**
 * The Python function of each relation: the node's id for its main output, `node_port` for others, `_node_local` for
 * what a node shares between its outputs.
 */
export const relationNames = (plan: Plan, reserved: Iterable<string>): ReadonlyMap<string, string> => {
  const used = new Set(reserved);
  const names = new Map<string, string>();
  const firsts = new Set<string>();
  const mainOf = new Set<string>();
  for (const { name, node, port } of plan.relations) {
    if (port.startsWith('~') || mainOf.has(node)) continue;
    mainOf.add(node);
    firsts.add(name);
  }
  for (const relation of plan.relations)
    if (firsts.has(relation.name)) names.set(relation.name, freePyName(relation.node, used));
  for (const { name, node, port } of plan.relations)
    if (!names.has(name))
      names.set(
        name,
        freePyName(port.startsWith('~') ? `_${node}_${port.slice(1)}` : `${node}_${port}`, used),
      );
  return names;
};
