/** What the specs have in common in both shells. */
import type { PlaywrightTestConfig } from '@playwright/test';

export const shared: PlaywrightTestConfig = {
  testDir: '.',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // The engine uses every core itself.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  // A busy machine may be late once; what passes only then is listed as flaky.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [['list']],
};
