/** Runs before everything else: libraries must not try what the content policy forbids. */
import { config } from 'zod';

// Zod compiles checkers with `new Function` where it may; asking whether it may is already a violation.
config({ jitless: true });

/** The nonce for style elements that are made while the page runs. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';

type Policy = { createScriptURL(url: string): string };
type Policies = { createPolicy(name: string, rules: Policy): Policy };

let workers: Policy | undefined;

/** Starts a worker of our own: the one policy that the content policy allows lets through this page's files only. */
export const workerAt = (url: string): Worker => {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  workers ??= trustedTypes?.createPolicy('millrace-workers', {
    createScriptURL: asked => {
      const address = new URL(asked, window.location.href);
      if (address.origin !== window.location.origin)
        throw new Error('A worker comes from the program itself.');
      return address.href;
    },
  });
  return new Worker(workers?.createScriptURL(url) ?? url);
};
