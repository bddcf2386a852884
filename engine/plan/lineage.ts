/** Column lineage: which columns the values of each column are computed from, read off the plan's expressions. */
import { columnsOf, type Expr } from './expr.ts';
import type { Plan, Relation } from './plan.ts';
import type { ApplyRel, Rel, SqlRel } from './relation.ts';

/** A column of a port of a node. */
export type PortColumn = { readonly node: string; readonly port: string; readonly column: string };

export type ColumnLink = PortColumn & {
  readonly from: PortColumn[];
  /** The columns were read off the words of a query, since its tree is not part of the plan. */
  readonly guessed?: boolean | undefined;
};

/** A column of a named relation. */
type Origin = { readonly relation: string; readonly column: string };

/** A relation's columns, as far as they are known, and where the values of each come from. */
type Trace = {
  readonly names: readonly string[];
  readonly of: (column: string) => readonly Origin[];
};

const same = (a: string) => {
  const lower = a.toLowerCase();
  return (b: string): boolean => b.toLowerCase() === lower;
};

const nowhere = (names: readonly string[]): Trace => ({ names, of: () => [] });

const through = (
  columns: readonly { readonly name: string; readonly expr: Expr }[],
  inputs: Sides,
): Trace => ({
  names: columns.map(c => c.name),
  of: name => {
    const found = columns.find(c => same(name)(c.name));
    return found === undefined
      ? []
      : columnsOf(found.expr).flatMap(c => (c.side === 'right' ? inputs.right : inputs.left).of(c.name));
  },
});

type Sides = { readonly left: Trace; readonly right: Trace };
const alone = (input: Trace): Sides => ({ left: input, right: input });

/** Column for column at the same position. */
const beside = (first: Trace, all: readonly Trace[]): Trace => ({
  names: first.names,
  of: name => {
    const at = first.names.findIndex(same(name));
    return all.flatMap(t => {
      const own = t.names[at];
      return own === undefined ? [] : t.of(own);
    });
  },
});

/** The words of a query tell the columns: those of the same name, else all that it mentions. */
const ofQuery = (rel: SqlRel, inputs: readonly Trace[], names: readonly string[]): Trace => {
  const words = new Set((rel.query.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).map(String));
  const mentioned = (name: string): boolean =>
    words.has(name.toLowerCase()) || rel.query.includes(`"${name}"`);
  return {
    names,
    of: name => {
      const twins = inputs.flatMap(t => t.names.filter(same(name)).flatMap(t.of));
      return twins.length > 0 ? twins : inputs.flatMap(t => t.names.filter(mentioned).flatMap(t.of));
    },
  };
};

/** A step says what each column is made of; a prediction may be made of every column that the model was given. */
const ofApply = ({ use, columns }: ApplyRel, input: Trace): Trace => ({
  names: columns.map(c => c.name),
  of: name => {
    if (use.of === 'steps') {
      const made = use.made.find(m => same(name)(m.name));
      return (made?.from ?? [name]).flatMap(input.of);
    }
    const says =
      same(name)(use.prediction) ||
      name.startsWith(`${use.prediction}_`) ||
      name.startsWith(`${use.probability}_`);
    return says ? input.names.flatMap(input.of) : input.of(name);
  },
});

/** `outer` are the columns of the whole, which a query alone cannot tell. */
const trace = (rel: Rel, schemaOf: (name: string) => readonly string[], outer: readonly string[]): Trace => {
  const below = (input: Rel): Trace => trace(input, schemaOf, []);
  switch (rel.op) {
    case 'ref':
      return { names: schemaOf(rel.name), of: column => [{ relation: rel.name, column }] };
    case 'scan':
    case 'rejects':
      return nowhere(outer);
    case 'values':
      return nowhere(rel.columns.map(c => c.name));
    case 'range':
      return nowhere([rel.name]);
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
      return trace(rel.input, schemaOf, outer);
    case 'project':
      return through(rel.columns, alone(below(rel.input)));
    case 'aggregate':
      return through([...rel.groups, ...rel.aggregates], alone(below(rel.input)));
    case 'join':
      return through(rel.columns, { left: below(rel.left), right: below(rel.right) });
    case 'union': {
      const all = rel.inputs.map(below);
      const [first] = all;
      if (first === undefined) return nowhere([]);
      if (rel.by === 'position') return beside(first, all);
      return {
        names: [...new Set(all.flatMap(t => t.names))],
        of: name => all.flatMap(t => t.names.filter(same(name)).flatMap(t.of)),
      };
    }
    case 'intersect':
    case 'except': {
      const left = below(rel.left);
      // Rows of the right only tell which rows stay.
      return rel.op === 'except' ? left : beside(left, [left, below(rel.right)]);
    }
    case 'unpivot': {
      const input = below(rel.input);
      return {
        names: [...rel.keep, rel.nameColumn, rel.valueColumn],
        of: name => {
          if (same(name)(rel.valueColumn)) return rel.columns.flatMap(input.of);
          return rel.keep.filter(same(name)).flatMap(input.of);
        },
      };
    }
    case 'explode': {
      const input = below(rel.input);
      return {
        names: [...rel.keep, rel.as, ...(rel.position === undefined ? [] : [rel.position])],
        of: name =>
          same(name)(rel.as) ? input.of(rel.column) : rel.keep.filter(same(name)).flatMap(input.of),
      };
    }
    case 'apply':
      return ofApply(rel, below(rel.input));
    // Numbers about whole tables: every column of the inputs may count.
    case 'computed':
      return {
        names: rel.columns.map(c => c.name),
        of: () =>
          rel.inputs.flatMap(input => schemaOf(input.name).map(column => ({ relation: input.name, column }))),
      };
    case 'sql':
      return ofQuery(
        rel,
        rel.inputs.map(i => below(i.rel)),
        outer,
      );
  }
};

const holdsQuery = (rel: Rel): boolean =>
  rel.op === 'sql' || ('input' in rel && typeof rel.input === 'object' && holdsQuery(rel.input));

/** Relations that a person sees: outputs, and what a sink writes. Others are steps within a node. */
const isShown = ({ port }: Relation): boolean => !port.startsWith('~') || port.startsWith('~sink');

/** For each column of each port, the columns of the ports before it. Conditions that only choose rows do not count. */
export const lineageOf = (plan: Plan): ColumnLink[] => {
  const relations = new Map(plan.relations.map(r => [r.name, r] as const));
  const schemaOf = (name: string): readonly string[] => relations.get(name)?.schema.map(f => f.name) ?? [];
  const traces = new Map<string, Trace>();
  const traceOf = (relation: Relation): Trace => {
    const known = traces.get(relation.name);
    if (known !== undefined) return known;
    const made = trace(
      relation.rel,
      schemaOf,
      relation.schema.map(f => f.name),
    );
    traces.set(relation.name, made);
    return made;
  };
  /** Through the steps within a node, to ports. */
  const atPorts = ({ relation, column }: Origin): readonly PortColumn[] => {
    const found = relations.get(relation);
    if (found === undefined) return [];
    if (!isShown(found)) return traceOf(found).of(column).flatMap(atPorts);
    const name = found.schema.find(f => same(column)(f.name))?.name ?? column;
    return [{ node: found.node, port: found.port, column: name }];
  };
  return plan.relations.filter(isShown).flatMap(relation =>
    relation.schema.map(({ name }): ColumnLink => {
      const from = traceOf(relation).of(name).flatMap(atPorts);
      const unique = new Map(from.map(f => [`${f.node}.${f.port} ${f.column}`, f] as const));
      return {
        node: relation.node,
        port: relation.port,
        column: name,
        from: [...unique.values()],
        ...(holdsQuery(relation.rel) && { guessed: true }),
      };
    }),
  );
};
