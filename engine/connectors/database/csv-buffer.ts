/** Bytes of CSV being put together from bytes, without a text in between. */
export type CsvBuffer = {
  /** Bytes that need no quotes: numbers. */
  readonly raw: (bytes: Uint8Array) => void;
  /** Bytes in quotes, with quotes inside doubled. */
  readonly quoted: (bytes: Uint8Array) => void;
  /** Bytes as DuckDB's BLOB text: `\x00` for each. */
  readonly blob: (bytes: Uint8Array) => void;
  /** Text that holds no quote and only ASCII. */
  readonly ascii: (text: string) => void;
  readonly size: () => number;
  /** What is there so far; the buffer starts anew. */
  readonly take: () => Uint8Array;
};

const quote = 0x22;
const digits = Buffer.from('0123456789ABCDEF');

/** An empty buffer that grows as needed. */
export const csvBuffer = (): CsvBuffer => {
  let bytes = Buffer.allocUnsafe(1 << 18);
  let used = 0;
  const room = (more: number): void => {
    if (used + more <= bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, used + more));
    bytes.copy(larger, 0, 0, used);
    bytes = larger;
  };
  // Most cells are short, where a loop beats a call into the native copy.
  const copy = (from: Uint8Array): void => {
    if (from.length > 48) bytes.set(from, used);
    else for (let i = 0; i < from.length; i++) bytes[used + i] = from[i] ?? 0;
    used += from.length;
  };
  return {
    raw: from => {
      room(from.length);
      copy(from);
    },
    quoted: from => {
      room(from.length * 2 + 2);
      bytes[used++] = quote;
      if (from.indexOf(quote) === -1) copy(from);
      else
        for (const byte of from) {
          if (byte === quote) bytes[used++] = quote;
          bytes[used++] = byte;
        }
      bytes[used++] = quote;
    },
    blob: from => {
      room(from.length * 4 + 2);
      bytes[used++] = quote;
      for (const byte of from) {
        bytes[used++] = 0x5c;
        bytes[used++] = 0x78;
        bytes[used++] = digits[byte >> 4] ?? 0;
        bytes[used++] = digits[byte & 15] ?? 0;
      }
      bytes[used++] = quote;
    },
    ascii: text => {
      room(text.length);
      used += bytes.write(text, used, 'latin1');
    },
    size: () => used,
    take: () => {
      const taken = bytes.subarray(0, used);
      bytes = Buffer.allocUnsafe(1 << 18);
      used = 0;
      return taken;
    },
  };
};
