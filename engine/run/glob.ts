/** Whether a path matches a pattern, as the engine lists files. In steps that grow with both, whatever the pattern is. */

type Token =
  | { readonly many: false; readonly takes: (character: string) => boolean }
  | { readonly many: true; readonly takes: (character: string) => boolean };

const inName = (character: string): boolean => character !== '/';
const anything = (): boolean => true;

/** More alternatives than this are no list that a person wrote. */
const mostAlternatives = 1000;

/** `a{b,c}` as `ab` and `ac`. */
const alternatives = (glob: string): readonly string[] => {
  let found = [''];
  for (const part of glob.split(/(\{[^}]*\})/)) {
    const choices = part.startsWith('{') ? part.slice(1, -1).split(',') : [part];
    if (found.length * choices.length > mostAlternatives) return [];
    found = found.flatMap(before => choices.map(choice => before + choice));
  }
  return found;
};

/** A list of characters such as `[a-z]` or `[!0-9]`; never true where it is none. */
const oneOf = (list: string): ((character: string) => boolean) => {
  try {
    const pattern = new RegExp(`^[${list.replace(/^!/, '^').replaceAll('\\', '\\\\')}]$`, 'u');
    return character => pattern.test(character);
  } catch {
    return () => false;
  }
};

const tokensOf = (glob: string): readonly Token[] =>
  (glob.match(/\*\*\/?|\*|\?|\[[^\]]+\]|[\s\S]/gu) ?? []).map(part => {
    if (part.startsWith('**')) return { many: true, takes: anything };
    if (part === '*') return { many: true, takes: inName };
    if (part === '?') return { many: false, takes: inName };
    if (part.length > 1 && part.startsWith('[')) return { many: false, takes: oneOf(part.slice(1, -1)) };
    return { many: false, takes: character => character === part };
  });

/** Follows all ways through the pattern at once, so that none is tried again: a set of places instead of a search. */
const follows = (tokens: readonly Token[], path: string): boolean => {
  let at = new Set([0]);
  const skip = (places: Set<number>): Set<number> => {
    for (const place of places) if (tokens[place]?.many) places.add(place + 1);
    return places;
  };
  skip(at);
  for (const character of path) {
    const next = new Set<number>();
    for (const place of at) {
      const token = tokens[place];
      if (token?.takes(character)) next.add(token.many ? place : place + 1);
    }
    at = skip(next);
  }
  return at.has(tokens.length);
};

/** `*` and `?` stay within a name, `**` goes through folders; lists of characters and of alternatives are known too. */
export const globMatcher = (glob: string): ((path: string) => boolean) => {
  const all = alternatives(glob).map(tokensOf);
  return path => all.some(tokens => follows(tokens, path));
};
