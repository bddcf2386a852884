import { defineConfig } from 'vitest/config';

/** Tests of the packed program: they build and pack it first. */
export default defineConfig({
  test: {
    include: ['**/*.package.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
