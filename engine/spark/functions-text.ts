import type { FunctionName } from '../plan/functions.ts';
import { pyText } from './python.ts';
import { javaLiteral, javaPattern, javaReplacement } from './regex.ts';
import type { Arg, Refused, Spelling } from './spelling.ts';
import {
  asText,
  familyAt,
  infix,
  isRefused,
  lit,
  method,
  operand,
  refuse,
  textOf,
  texts,
  wholeOf,
} from './spelling.ts';

type Some = { readonly [K in FunctionName]?: Spelling };

/** Arguments as text, for functions that join them. */
const joinedTexts = (args: readonly Arg[], then: (texts: string) => string): string | Refused => {
  const all: string[] = [];
  for (const arg of args) {
    const text = asText(arg);
    if (isRefused(text)) return text;
    all.push(text);
  }
  return then(all.join(', '));
};

const concatOperator: Spelling = (args, tools) => {
  const flat = (arg: Arg): readonly Arg[] =>
    arg.expr.op === 'call' && arg.expr.fn === 'concat_operator'
      ? arg.expr.args.map(tools.print).flatMap(flat)
      : [arg];
  const all = args.flatMap(flat);
  if (all.some(a => familyAt(a) === 'list')) return `F.concat(${texts(all)})`;
  return joinedTexts(all, t => `F.concat(${t})`);
};

/** The part from one end: the number of characters must be written down, since a negative one means another thing. */
const end =
  (name: 'left' | 'right'): Spelling =>
  ([x, n]) => {
    const count = wholeOf(n);
    return count === undefined || count < 0
      ? refuse(
          `the number of characters of ${name} must be written down and not be negative; use substring(…)`,
        )
      : `F.${name}(${x?.text}, F.lit(${count}))`;
  };

const substring: Spelling = ([x, start, count]) => {
  const from = wholeOf(start);
  const length = count === undefined ? undefined : wholeOf(count);
  if (from === undefined || from < 0 || (count !== undefined && (length === undefined || length < 0)))
    return refuse(
      'start and length of substring must be written down and not be negative; use right(…) for the end',
    );
  if (length === undefined) return `F.substr(${x?.text}, F.lit(${Math.max(1, from)}))`;
  return `F.substring(${x?.text}, ${Math.max(1, from)}, ${from === 0 ? Math.max(0, length - 1) : length})`;
};

const pad =
  (name: 'lpad' | 'rpad'): Spelling =>
  ([x, n, fill]) => {
    const [count, text] = [wholeOf(n), textOf(fill)];
    return count === undefined || count < 0 || text === undefined || text === ''
      ? refuse(`width and fill of ${name} must be written down`)
      : `F.${name}(${x?.text}, ${count}, ${pyText(text)})`;
  };

const like =
  (name: 'like' | 'ilike', negated: boolean, escaped = false): Spelling =>
  ([x, pattern, character]) => {
    const text = textOf(pattern);
    const mark = escaped ? textOf(character) : undefined;
    if (text === undefined || (escaped && mark === undefined))
      return refuse('the pattern of like must be written down');
    const plain = mark === undefined ? text.replaceAll('\\', '\\\\') : withEscape(text, mark);
    const match = `${operand(x)}.${name}(${pyText(plain)})`;
    return negated ? infix(`~${match}`) : match;
  };

/** A pattern with an escape character of its own, as one with a backslash. */
const withEscape = (pattern: string, mark: string): string => {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] ?? '';
    const next = pattern[i + 1] ?? '';
    if (mark !== '' && c === mark) {
      out += /[%_\\]/.test(next) ? `\\${next}` : next;
      i += 1;
    } else out += c === '\\' ? '\\\\' : c;
  }
  return out;
};

/** Hands the Java pattern of a constant to `then`. */
const withPattern = (
  pattern: Arg | undefined,
  options: Arg | undefined,
  then: (java: string, options: string) => string | Refused,
): string | Refused => {
  const [text, letters] = [textOf(pattern), options === undefined ? '' : textOf(options)];
  if (text === undefined || letters === undefined) return refuse('the pattern must be written down');
  const java = javaPattern(text, letters);
  return 'problem' in java ? refuse(java.problem) : then(java.pattern, letters);
};

const fullMatch =
  (negated: boolean): Spelling =>
  ([x, pattern, options]) => {
    const match = withPattern(
      pattern,
      options,
      java => `${operand(x)}.rlike(${pyText(`\\A(?:${java})\\z`)})`,
    );
    return negated && typeof match === 'string' ? infix(`~${match}`) : match;
  };

const number = (arg: Arg | undefined, otherwise: number): number | undefined =>
  arg === undefined ? otherwise : wholeOf(arg);

const constants =
  (name: string, count: number): Spelling =>
  ([x, ...rest]) => {
    const values = rest.map(textOf);
    return values.length !== count || values.some(v => v === undefined)
      ? refuse(`the settings of ${name} must be written down`)
      : `F.${name}(${[x?.text, ...values.map(v => pyText(v ?? ''))].join(', ')})`;
  };

const trimmed =
  (name: 'trim' | 'ltrim' | 'rtrim'): Spelling =>
  ([x, characters]) =>
    characters === undefined ? `F.${name}(${x?.text})` : `F.${name}(${x?.text}, ${characters.text})`;

export const textSpellings: Some = {
  concat_operator: concatOperator,
  concat: args => joinedTexts(args, t => `F.concat_ws("", ${t})`),
  concat_ws: ([separator, ...rest]) => {
    const text = textOf(separator);
    return text === undefined
      ? refuse('the separator of concat_ws must be written down')
      : joinedTexts(rest, t => `F.concat_ws(${pyText(text)}, ${t})`);
  },
  upper: 'upper',
  lower: 'lower',
  initcap: ([x], { helper }) => `${helper('title_case')}(${x?.text})`,
  length: ([x]) => (familyAt(x) === 'list' ? `F.size(${x?.text})` : `F.length(${x?.text})`),
  trim: trimmed('trim'),
  ltrim: trimmed('ltrim'),
  rtrim: trimmed('rtrim'),
  substring,
  left: end('left'),
  right: end('right'),
  lpad: pad('lpad'),
  rpad: pad('rpad'),
  replace: 'replace',
  reverse: 'reverse',
  repeat: 'repeat',
  strpos: ([x, part]) => `F.position(${part?.text}, ${x?.text})`,
  contains: method('contains'),
  starts_with: method('startswith'),
  ends_with: method('endswith'),
  split_part: args => {
    const n = wholeOf(args[2]);
    return n === undefined || n === 0 || !textOf(args[1])
      ? refuse('separator and number of split_part must be written down, the number not be 0')
      : `F.split_part(${texts(args)})`;
  },
  string_split: ([x, separator]) => {
    const text = textOf(separator);
    return !text
      ? refuse('the separator of string_split must be written down')
      : `F.split(${x?.text}, ${pyText(javaLiteral(text))})`;
  },
  regexp_split: ([x, pattern]) =>
    withPattern(pattern, undefined, java => `F.split(${x?.text}, ${pyText(java)})`),
  like: like('like', false),
  not_like: like('like', true),
  ilike: like('ilike', false),
  not_ilike: like('ilike', true),
  like_escape: like('like', false, true),
  not_like_escape: like('like', true, true),
  ilike_escape: like('ilike', false, true),
  regexp_matches: ([x, pattern, options]) =>
    withPattern(pattern, options, java => `${operand(x)}.rlike(${pyText(java)})`),
  regexp_full_match: fullMatch(false),
  not_regexp_full_match: fullMatch(true),
  regexp_extract: ([x, pattern, group, options]) => {
    const n = number(group, 0);
    return n === undefined
      ? refuse('the group must be written down as a number')
      : withPattern(pattern, options, java => `F.regexp_extract(${x?.text}, ${pyText(java)}, ${n})`);
  },
  regexp_extract_all: ([x, pattern, group]) => {
    const n = number(group, 0);
    return n === undefined
      ? refuse('the group must be written down as a number')
      : withPattern(
          pattern,
          undefined,
          java => `F.regexp_extract_all(${x?.text}, ${lit(java)}, F.lit(${n}))`,
        );
  },
  regexp_replace: ([x, pattern, replacement, options]) => {
    const text = textOf(replacement);
    if (text === undefined) return refuse('the replacement must be written down');
    return withPattern(pattern, options, (java, letters) =>
      letters.includes('g')
        ? `F.regexp_replace(${x?.text}, ${pyText(java)}, ${pyText(javaReplacement(text))})`
        : // Only the first match: what stands before it is taken along and put back.
          `F.regexp_replace(${x?.text}, ${pyText(`\\A((?s:.*?))(${java})`)}, ${pyText(`$1${javaReplacement(text, 2)}`)})`,
    );
  },
  regexp_escape: refuse('the engines escape different characters'),
  ascii: 'ascii',
  chr: ([x]) => {
    const code = wholeOf(x);
    return code !== undefined && code > 0 && code < 128
      ? `F.chr(F.lit(${code}))`
      : refuse('it knows codes up to 255 only');
  },
  hex: 'hex',
  to_base64: 'base64',
  from_base64: 'unbase64',
  encode: ([x]) => `F.encode(${x?.text}, "UTF-8")`,
  decode: ([x]) => `F.decode(${x?.text}, "UTF-8")`,
  translate: constants('translate', 2),
  strip_accents: refuse('it has no such function; use translate(…) for the letters you expect'),
  nfc_normalize: refuse('it has no such function'),
  levenshtein: refuse('one engine counts bytes and the other characters'),
  damerau_levenshtein: refuse('it has no such function'),
  jaro_similarity: refuse('it has no such function'),
  jaro_winkler_similarity: refuse('it has no such function'),
  jaccard: refuse('it has no such function'),
  hamming: refuse('it has no such function'),
  format: refuse('it has no such function; use printf(…) or ||'),
  printf: ([pattern, ...rest]) => {
    const text = textOf(pattern);
    const known = text !== undefined && /^(?:[^%]|%%|%0?\d*d|%s)*$/.test(text);
    const fit = rest.every(a => familyAt(a) === 'integer' || familyAt(a) === 'text');
    if (!known || !fit)
      return refuse(
        'printf is exported with %d and %s for whole numbers and text; the engines round %f differently',
      );
    const made = `F.format_string(${[pyText(text), ...rest.map(a => a.text)].join(', ')})`;
    const present = rest.filter(a => a.expr.op !== 'literal').map(a => `${operand(a)}.isNotNull()`);
    return present.length === 0 ? made : `F.when(${present.join(' & ')}, ${made})`;
  },
  bar: refuse('it has no such function'),
  url_encode: ([x]) =>
    `F.replace(F.replace(F.replace(F.url_encode(${x?.text}), F.lit("+"), F.lit("%20")), F.lit("*"), F.lit("%2A")), F.lit("%7E"), F.lit("~"))`,
  url_decode: ([x]) => `F.url_decode(F.replace(${x?.text}, F.lit("+"), F.lit("%2B")))`,
};
