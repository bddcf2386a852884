import { defineConfig } from 'vitest/config';

/** Tests that need a real database server. Each starts its own on a temporary folder and a free port. */
export default defineConfig({
  test: {
    include: ['**/*.services.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['engine/connectors/test-servers/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
