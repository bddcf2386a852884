/** Lays long Python expressions out over lines. Knows brackets and text constants, nothing else of Python. */

/** Width of the generated program's lines. */
export const width = 96;

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

type Group = { readonly from: number; readonly to: number };

/** Where text constants end; brackets in them do not count. */
const afterText = (text: string, at: number): number => {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === text[at]) return i;
  }
  return text.length;
};

/** The bracketed parts that stand in no other, and the places of separators outside all brackets. */
const scan = (
  text: string,
  separators: readonly string[],
): { groups: readonly Group[]; cuts: readonly Group[] } => {
  const groups: Group[] = [];
  const cuts: Group[] = [];
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === '"' || c === "'") i = afterText(text, i);
    else if (c in closing) open.push(i);
    else if (c === ')' || c === ']' || c === '}') {
      const from = open.pop();
      if (open.length === 0 && from !== undefined) groups.push({ from, to: i });
    } else if (open.length === 0) {
      const separator = separators.find(s => text.startsWith(s, i));
      if (separator !== undefined) cuts.push({ from: i, to: i + separator.length });
    }
  }
  return { groups, cuts };
};

const parts = (text: string, cuts: readonly Group[]): readonly string[] => {
  const ends = [...cuts.map(c => c.from), text.length];
  return ends
    .map((end, i) => text.slice(i === 0 ? 0 : (cuts[i - 1]?.to ?? 0), end).trim())
    .filter(p => p !== '');
};

const indented = (text: string): string => text.replaceAll('\n', '\n    ');

/** An expression, over several lines where it is longer than `room`. Lines after the first are indented from zero. */
export const wrap = (text: string, room: number): string => {
  if (text.length <= room && !text.includes('\n')) return text;
  if (text.includes('\n')) return text;
  const operators = scan(text, [' & ', ' | ']);
  if (operators.cuts.length > 0) {
    const sign = text.slice(operators.cuts[0]?.from, operators.cuts[0]?.to).trim();
    const lines = parts(text, operators.cuts).map(p => indented(wrap(p, room - 6)));
    return `(\n    ${lines.join(`\n    ${sign} `)}\n)`;
  }
  const { groups } = operators;
  const widest = groups.reduce<Group | undefined>(
    (best, g) => (best === undefined || g.to - g.from > best.to - best.from ? g : best),
    undefined,
  );
  if (widest === undefined || widest.to - widest.from < 20) return text;
  const inside = text.slice(widest.from + 1, widest.to);
  const items = parts(inside, scan(inside, [',']).cuts).map(item => indented(wrap(item, room - 4)));
  const trailing =
    /\blambda [^:]*:/.test(inside) || (items.length === 1 && text[widest.from] === '(') ? '' : ',';
  return `${text.slice(0, widest.from + 1)}\n    ${items.join(',\n    ')}${trailing}\n${text.slice(widest.to)}`;
};

/** A call, an argument a line where it is long. One argument that has lines of its own stays beside the bracket. */
export const layCall = (head: string, args: readonly string[], room: number): string => {
  const line = `${head}(${args.join(', ')})`;
  if (line.length <= room && !line.includes('\n')) return line;
  const [only] = args;
  if (args.length === 1 && only !== undefined) {
    const inner = wrap(only, room - head.length - 2);
    return /^[\w.]*[([{]/.test(inner) && inner.includes('\n')
      ? `${head}(${inner})`
      : `${head}(\n    ${indented(wrap(only, room - 4))}\n)`;
  }
  return `${head}(\n${args.map(arg => `    ${indented(wrap(arg, room - 5))},\n`).join('')})`;
};
