import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.mjs'],
    exclude: [
      '**/node_modules/**',
      'dist/**',
      '**/*.services.test.ts',
      '**/*.spark.test.ts',
      '**/*.package.test.ts',
      'bench/.venv/**',
      'bench/.data/**',
      'e2e/**',
    ],
    testTimeout: 30_000,
  },
});
