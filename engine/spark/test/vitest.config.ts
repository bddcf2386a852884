import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that need Java and PySpark; run.sh starts them. One Spark session serves each file. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../../..'),
  test: {
    include: ['engine/spark/test/**/*.spark.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
