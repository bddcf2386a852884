/** What a text was read into, for the few texts that are asked for again and again: models of one query. */
export const keeping = <T>(read: (text: string) => T, most = 16): ((text: string) => T) => {
  const kept = new Map<string, T>();
  return text => {
    const found = kept.get(text) ?? read(text);
    kept.delete(text);
    kept.set(text, found);
    for (const old of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(old);
    }
    return found;
  };
};
