/** Elements that close by themselves or never nest in earnest; an unclosed one does not deepen the page. */
const shallow = new Set(
  (
    'area base br col embed hr img input link meta source track wbr p li dt dd td th tr thead tbody tfoot colgroup ' +
    'caption option optgroup rb rp rt rtc html head body a b big code em font i nobr s small strike strong tt u'
  ).split(' '),
);

const rawText = new Set([
  'script',
  'style',
  'textarea',
  'title',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
]);

/** Deeper than any page for people; the parser's time grows with the square of the depth (50,000 levels: 10 s). */
export const deepestPage = 3_000;

/**
 * Whether blocks of a page nest deeper than `limit`: one walk over the tags, before the real parser sees them.
 * Close enough to stop a page that is made to block us; not a parser.
 */
export const isTooDeep = (html: string, limit = deepestPage): boolean => {
  const tag = /(\/?)([a-z][^\s/>]*)/iy;
  let depth = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    if (html.startsWith('<!--', at)) {
      at = html.indexOf('-->', at);
      // The rest of the page is a comment.
      if (at === -1) return false;
      continue;
    }
    tag.lastIndex = at + 1;
    const [, closes, given = ''] = tag.exec(html) ?? [];
    const name = given.toLowerCase();
    if (name === '' || shallow.has(name)) continue;
    if (closes === '/') depth = Math.max(0, depth - 1);
    else if (rawText.has(name)) {
      const end = new RegExp(`</${name}`, 'gi');
      end.lastIndex = at;
      const found = end.exec(html);
      if (found === null) return false;
      at = found.index;
    } else if (++depth > limit) return true;
  }
  return false;
};
