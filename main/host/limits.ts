/** How much a screen may say, by whichever channel it speaks. */

/** A pipeline file is 20 MB at most, so no message needs more than this. */
export const mostMessageBytes = 24_000_000;

/** Messages in a second; a person's fastest typing makes a few dozen. */
const mostPerSecond = 2000;

/** Counts messages; true for each that is too many in its second. */
export const tooManyMessages = (now: () => number = () => performance.now()): (() => boolean) => {
  let second = 0;
  let count = 0;
  return () => {
    const at = Math.floor(now() / 1000);
    if (at !== second) {
      second = at;
      count = 0;
    }
    count += 1;
    return count > mostPerSecond;
  };
};

/** Whether a message that came as a value, and not as bytes, is more than would be taken as bytes. Stops where it is. */
export const isTooLarge = (message: unknown, most = mostMessageBytes): boolean => {
  const waiting: unknown[] = [message];
  let bytes = 0;
  while (waiting.length > 0 && bytes <= most) {
    const value = waiting.pop();
    bytes += 1;
    if (typeof value === 'string') bytes += value.length;
    else if (ArrayBuffer.isView(value)) bytes += value.byteLength;
    else if (value instanceof ArrayBuffer) bytes += value.byteLength;
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) {
        bytes += key.length;
        waiting.push(member);
        if (waiting.length > most) return true;
      }
  }
  return bytes > most;
};
