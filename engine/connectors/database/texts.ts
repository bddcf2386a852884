/** Between the text that DuckDB casts from and to, and the text that servers read. All functions are pure. */

/** Bytes of DuckDB's BLOB text (`a\x00\xFF`) as lower-case hex. */
export const hexOfBlobText = (text: string): string => {
  let hex = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && text[i + 1] === 'x') {
      hex += text.slice(i + 2, i + 4).toLowerCase();
      i += 3;
    } else hex += text.charCodeAt(i).toString(16).padStart(2, '0');
  }
  return hex;
};

const bc = / ?\(BC\)/;

/** A DuckDB date or timestamp with its era at the end, as PostgreSQL reads it: `0044-03-15 10:00:00 BC`. */
export const eraLast = (text: string): string => (bc.test(text) ? `${text.replace(bc, '')} BC` : text);

/** A DuckDB TIMESTAMP WITH TIME ZONE as the same instant in UTC, without its offset. Infinity is left as it is. */
export const utcText = (text: string): string => {
  const m =
    /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?$/.exec(text);
  if (!m) return text;
  const [, y, mo, d, h, mi, s, fraction = '', sign, oh, om = '0', os = '0'] = m;
  const offset = (Number(oh) * 3600 + Number(om) * 60 + Number(os)) * (sign === '-' ? -1 : 1);
  if (offset === 0) return `${y}-${mo}-${d} ${h}:${mi}:${s}${fraction}`;
  const at = new Date(0);
  at.setUTCFullYear(Number(y), Number(mo) - 1, Number(d));
  at.setUTCHours(Number(h), Number(mi), Number(s) - offset);
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${String(at.getUTCFullYear()).padStart(4, '0')}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  return `${date} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}${fraction}`;
};

/** The items of DuckDB's list text (`[a, 'b, c', NULL]`), one level deep; NULL becomes null. */
export const listItems = (text: string): readonly (string | null)[] => {
  const items: (string | null)[] = [];
  const end = text.length - 1;
  let at = 1;
  while (at < end) {
    let item = '';
    if (text[at] === "'") {
      at++;
      while (at < end && text[at] !== "'") {
        if (text[at] === '\\') at++;
        item += text[at++] ?? '';
      }
      items.push(item);
      at++;
    } else {
      const comma = text.indexOf(', ', at);
      const stop = comma === -1 ? end : comma;
      item = text.slice(at, stop);
      items.push(item === 'NULL' ? null : item);
      at = stop;
    }
    at += 2;
  }
  return items;
};
