/** A piece of a text with references. `from` and `to` are its range in the text as written, which is `text`. */
export type Part = {
  readonly kind: 'text' | 'escape' | 'parameter' | 'secret' | 'unclosed';
  readonly text: string;
  /** What stands between the braces of a parameter; for a secret without its `env:`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
};

const secretPrefix = 'env:';

/**
 * The parts of a text: `${name}` is a parameter, `${env:NAME}` a secret, `$${` an escape. An escape before `env:` is
 * for whoever puts in the secrets, and bears that name.
 */
export const parseTemplate = (text: string): readonly Part[] => {
  const parts: Part[] = [];
  let start = 0;
  const add = (kind: Part['kind'], to: number, name = ''): void => {
    if (to > start) parts.push({ kind, text: text.slice(start, to), name, from: start, to });
    start = to;
  };
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', start)) {
    if (at > start && text[at - 1] === '$') {
      add('text', at - 1);
      add('escape', at + 2, text.startsWith(secretPrefix, at + 2) ? 'env' : '');
      continue;
    }
    add('text', at);
    const close = text.indexOf('}', at);
    const inside = text.slice(at + 2, close);
    if (close < 0) add('unclosed', text.length);
    else if (inside.startsWith(secretPrefix)) add('secret', close + 1, inside.slice(secretPrefix.length));
    else add('parameter', close + 1, inside);
  }
  add('text', text.length);
  return parts;
};
