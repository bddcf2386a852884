/** A small generator of repeatable numbers (mulberry32): the same seed gives the same damage. For tests. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A copy of a file with one to eight bytes changed, a stretch wiped, or its end cut off. */
export const damagedCopy = (file: Buffer, seed: number, from = 0): Buffer => {
  const random = randomFrom(seed);
  const place = () => from + Math.floor(random() * (file.length - from));
  const kind = random();
  if (kind < 0.15) return Buffer.from(file.subarray(0, place()));
  const copy = Buffer.from(file);
  if (kind < 0.3) {
    const start = place();
    return copy.fill(
      random() < 0.5 ? 0 : 0xff,
      start,
      Math.min(copy.length, start + 1 + Math.floor(random() * 200)),
    );
  }
  for (let i = 0; i <= random() * 8; i++) copy[place()] = Math.floor(random() * 256);
  return copy;
};
