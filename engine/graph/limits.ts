/**
 * What a pipeline file may hold. Generous for what people draw, small enough that a hostile file is refused before it
 * costs time or memory.
 */
export const limits = {
  /** Bytes of the file. */
  fileBytes: 20_000_000,
  /** Objects and lists inside each other. */
  depth: 64,
  /** Characters of one number. */
  numberLength: 1_000,
  /** Bytes of one text between its quotes; it must be shorter than this. */
  textBytes: 1_000_000,
  /** Objects, lists, texts, numbers and the like together: `[[],[],…]` takes 16 times its own size once parsed. */
  values: 1_000_000,
  /** Keys of the objects that are open at one place of the file, which is what finding duplicates has to remember. */
  openKeys: 100_000,
  nodes: 10_000,
  edges: 50_000,
  parameters: 10_000,
  groups: 10_000,
  comments: 10_000,
  /** Choices of one parameter. */
  options: 1_000,
  /** Problems reported at once; a person reads the first few, a program needs no more. */
  problems: 1_000,
  /** Problems that get a suggestion: finding the nearest of 10,000 names takes milliseconds. */
  suggestions: 20,
  /** Characters that parameters may expand to, per call. */
  expansion: 1_000_000,
} as const;
