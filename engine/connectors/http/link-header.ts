const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;

/**
 * The target of `rel` in a Link header (RFC 8288), as written: relative targets are the caller's to resolve.
 * @example linkTo('</items?page=2>; rel="next"', 'next') // '/items?page=2'
 */
export const linkTo = (header: string | undefined, rel: string): string | undefined => {
  if (header === undefined) return undefined;
  // Targets may hold commas and semicolons, so links are matched whole instead of split.
  const link = /<([^<>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g;
  for (const [, target = '', params = ''] of header.slice(0, 32_768).matchAll(link)) {
    for (const [, name = '', value = ''] of params.matchAll(
      /;\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)/g,
    )) {
      if (name.toLowerCase() !== 'rel') continue;
      if (unquoted(value).toLowerCase().split(/\s+/).includes(rel)) return target;
      // Only the first rel of a link counts.
      break;
    }
  }
  return undefined;
};
