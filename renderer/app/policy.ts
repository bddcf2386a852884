/** Runs before everything else: libraries must not try what the content policy forbids. */
import { config } from 'zod';

// Zod compiles checkers with `new Function` where it may; asking whether it may is already a violation.
config({ jitless: true });

/** The nonce for style elements that are made while the page runs. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
