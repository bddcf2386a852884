import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './chromium.ts';
import { shared } from './shared-config.ts';

export default defineConfig({
  ...shared,
  testMatch: '*.spec.ts',
  outputDir: '../dist/e2e',
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
