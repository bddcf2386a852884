import type { FunctionName } from '../plan/functions.ts';
import { pyText } from './python.ts';
import type { Spelling } from './spelling.ts';
import { constantOf, familyAt, operand, refuse, textOf, texts, wholeOf } from './spelling.ts';

type Some = { readonly [K in FunctionName]?: Spelling };

/** A JSON path that both engines read alike. */
const jsonPath = (text: string | undefined): string | undefined =>
  text !== undefined && /^\$(\.[A-Za-z_]\w*|\[\d+\])*$/.test(text) ? text : undefined;

const nulls = 'lists with nulls in them compare differently';

const series =
  (last: (stop: string) => string, sign: '<' | '<='): Spelling =>
  args => {
    const [a, b] = args;
    if (args.length > 2) return refuse('a step runs differently; multiply inside list_transform(…)');
    const start = b === undefined ? 'F.lit(0)' : operand(a);
    const stop = b === undefined ? operand(a) : operand(b);
    const empty = 'F.array().cast("array<bigint>")';
    return `F.when(${start} ${sign} ${stop}, F.sequence(${start}, ${last(stop)})).when(${start}.isNotNull() & ${stop}.isNotNull(), ${empty})`;
  };

export const nestedSpellings: Some = {
  list_value: 'array',
  list_element: ([list, n]) => {
    if (familyAt(list) === 'map') return `F.try_element_at(${list?.text}, ${n?.text})`;
    if (familyAt(list) === 'text') return refuse('a character of a text is taken with substring(…)');
    return (wholeOf(n) ?? 0) === 0
      ? refuse('the position of an element must be written down and not be 0')
      : `F.try_element_at(${list?.text}, ${n?.text})`;
  },
  list_slice: args => {
    const [list, a, b] = args;
    const [from, to] = [wholeOf(a), wholeOf(b)];
    return args.length !== 3 ||
      familyAt(list) === 'text' ||
      from === undefined ||
      to === undefined ||
      from < 1 ||
      to < from
      ? refuse('both ends of a slice of a list must be written down, counted from 1')
      : `F.slice(${list?.text}, ${from}, ${to - from + 1})`;
  },
  struct_field: ([struct, name]) => {
    const field = textOf(name);
    return field === undefined
      ? refuse('the name of a field must be written down')
      : `${operand(struct)}.getField(${pyText(field)})`;
  },
  list_contains: ([list, x]) => {
    const found = `F.exists(${list?.text}, lambda e: e.eqNullSafe(${x?.text}))`;
    return typeof constantOf(x) === 'string' || typeof constantOf(x) === 'number'
      ? found
      : `F.when(${operand(x)}.isNotNull(), ${found})`;
  },
  list_position: ([list, x]) => `F.nullif(F.array_position(${list?.text}, ${x?.text}), F.lit(0))`,
  list_distinct: refuse('the order of the result is open'),
  list_unique: ([list]) => `F.size(F.array_distinct(F.array_compact(${list?.text})))`,
  list_sort: args =>
    args.length > 1 ? refuse('the order is given otherwise') : `F.array_sort(${texts(args)})`,
  list_reverse_sort: args =>
    args.length > 1 ? refuse('the order is given otherwise') : `F.sort_array(${texts(args)}, False)`,
  list_reverse: 'reverse',
  list_concat: args => `F.coalesce(F.concat(${texts(args)}), ${texts(args)})`,
  list_append: ([list, x]) => `F.array_append(F.coalesce(${list?.text}, F.array()), ${x?.text})`,
  list_prepend: ([x, list]) => `F.array_prepend(F.coalesce(${list?.text}, F.array()), ${x?.text})`,
  list_intersect: refuse('the order of the result is open'),
  list_has_any: refuse(nulls),
  list_has_all: refuse(nulls),
  list_sum: refuse('it has no such function; explode the list and aggregate'),
  list_avg: refuse('it has no such function; explode the list and aggregate'),
  list_min: 'array_min',
  list_max: 'array_max',
  list_count: ([list]) => `F.size(F.array_compact(${list?.text}))`,
  list_transform: 'transform',
  list_filter: 'filter',
  list_reduce: refuse('it has no such function without a first value; explode the list and aggregate'),
  array_to_string: ([list, separator]) => {
    const text = textOf(separator);
    if (text === undefined) return refuse('the separator must be written down');
    if (list?.type !== 'VARCHAR[]')
      return refuse('only lists of text are joined alike; change the elements first');
    return `F.array_join(${list.text}, ${pyText(text)})`;
  },
  flatten: ([lists]) => `F.flatten(F.array_compact(${lists?.text}))`,
  range_list: series(stop => `${stop} - 1`, '<'),
  generate_series: series(stop => stop, '<='),
  map: ([keys, values]) =>
    keys === undefined || values === undefined
      ? refuse('an empty map has no type')
      : `F.map_from_arrays(${keys.text}, ${values.text})`,
  map_keys: 'map_keys',
  map_values: 'map_values',
  list_histogram: refuse('it has no such function; explode the list, then aggregate and count'),
  map_extract: refuse('the value of a key is map[key] there'),
  cardinality: 'size',
  json_extract: refuse('it gives text without quotes; use json_extract_string(…)'),
  json_extract_string: ([json, path]) => {
    const text = jsonPath(textOf(path));
    return text === undefined
      ? refuse('a path such as $.a[0] must be written down')
      : `F.get_json_object(${json?.text}, ${pyText(text)})`;
  },
  json_array_length: args =>
    args.length === 1
      ? `F.coalesce(F.json_array_length(${texts(args)}), F.when(${operand(args[0])}.isNotNull(), F.lit(0)))`
      : refuse('it takes no path'),
  json_keys: args => (args.length === 1 ? `F.json_object_keys(${texts(args)})` : refuse('it takes no path')),
  json_type: refuse('it has no such function'),
  json_valid: refuse('it has no such function'),
  to_json: ([x]) =>
    ['struct', 'list', 'map'].includes(familyAt(x) ?? '')
      ? `F.to_json(${x?.text}, {"ignoreNullFields": "false"})`
      : refuse('only structs, lists and maps become JSON alike'),
  from_json: refuse('the shape is written otherwise; read JSON with a source'),
  struct_pack: refuse('it is written as {name: value}'),
};
