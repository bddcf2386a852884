import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './chromium.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../dist/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // The engine uses every core itself.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  // A busy machine may be late once; what passes only then is listed as flaky.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    launchOptions: { executablePath: findChromium(), args: chromiumArgs() },
    permissions: ['clipboard-read', 'clipboard-write'],
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
});
