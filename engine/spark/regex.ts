/** Patterns of the embedded engine (RE2) as Java patterns that match the same, or the reason why not. */

type Translated = { readonly pattern: string } | { readonly problem: string };

const posix: Readonly<Record<string, string>> = {
  alpha: '\\p{Alpha}',
  digit: '0-9',
  alnum: '\\p{Alnum}',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s\\x0B',
  punct: '\\p{Punct}',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
};

/**
 * Translates a pattern. `options` are the letters of the function's options: `i` letter case aside, `s` a dot matches
 * line ends too.
 */
export const javaPattern = (pattern: string, options = ''): Translated => {
  if (/[^icsg]/.test(options))
    return { problem: `the options “${options}” of the pattern are not known there` };
  let out = '';
  let inClass = false;
  let dots = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] ?? '';
    const next = pattern[i + 1] ?? '';
    if (c === '\\') {
      if (/[CQE]/.test(next)) return { problem: `“\\${next}” in a pattern has no counterpart` };
      if (/[1-9]/.test(next)) return { problem: 'patterns that refer back to a group are not portable' };
      if ((next === 'p' || next === 'P') && pattern[i + 2] === '{') {
        const end = pattern.indexOf('}', i);
        const name = pattern.slice(i + 3, end);
        if (end < 0) return { problem: 'a “\\p{” is not closed' };
        out += `\\${next}{${/^\^?[A-Z][a-z]?$/.test(name) ? name : `Is${name}`}}`;
        i = end;
        continue;
      } else out += `\\${next}`;
      i += 1;
      continue;
    }
    if (inClass) {
      if (c === '[' && next === ':') {
        const name = /^\[:(\^?)([a-z]+):\]/.exec(pattern.slice(i));
        const java = name?.[2] === undefined ? undefined : posix[name[2]];
        if (name === null || java === undefined || name[1] === '^')
          return { problem: 'this class of characters has no counterpart' };
        out += java;
        i += name[0].length - 1;
      } else if (c === '[') out += '\\[';
      else if (c === '&' && next === '&') out += '\\&';
      else {
        if (c === ']') inClass = false;
        out += c;
      }
      continue;
    }
    if (c === '[') {
      inClass = true;
      out += c;
      if (next === '^') {
        out += '^';
        i += 1;
      }
      // A bracket that comes first is itself.
      if (pattern[i + 1] === ']') {
        out += '\\]';
        i += 1;
      }
    } else if (c === '(' && next === '?') {
      const head = /^\(\?(P?<[A-Za-z_]\w*>|:|[is]+:|[is]+\))/.exec(pattern.slice(i));
      if (head === null) return { problem: 'groups such as “(?=…)” or “(?m)” are not portable' };
      out += head[0].replace('(?P<', '(?<').replace(/^\(\?([is]*)i([is]*)/, '(?$1iu$2');
      i += head[0].length - 1;
    } else if (c === '$') out += '\\z';
    else {
      if (c === '.') dots = true;
      out += c;
    }
  }
  if (inClass) return { problem: 'a “[” in the pattern is not closed' };
  // Java ends lines at more characters than a line feed unless told otherwise, and folds ASCII only.
  const flags = `${dots && !options.includes('s') ? 'd' : ''}${options.includes('i') ? 'iu' : ''}${options.includes('s') ? 's' : ''}`;
  return { pattern: flags === '' ? out : `(?${flags})${out}` };
};

/** A replacement text: `\0` and `\1` become `$0` and `$1`, moved on by `shift` groups; other `$` are escaped. */
export const javaReplacement = (replacement: string, shift = 0): string => {
  let out = '';
  for (let i = 0; i < replacement.length; i++) {
    const c = replacement[i] ?? '';
    const next = replacement[i + 1] ?? '';
    if (c === '\\' && /\d/.test(next)) {
      out += `$${Number(next) + shift}`;
      i += 1;
    } else if (c === '\\' && next === '\\') {
      out += '\\\\';
      i += 1;
    } else if (c === '$' || c === '\\') out += `\\${c}`;
    else out += c;
  }
  return out;
};

/** The characters of a text, each standing for itself in a Java pattern. */
export const javaLiteral = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
