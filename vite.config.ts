/** The screen: one page, nothing from outside. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('./renderer', import.meta.url)),
  base: './',
  plugins: [react()],
  html: { cspNonce: '%NONCE%' },
  build: {
    outDir: fileURLToPath(new URL('./dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome128',
    modulePreload: { polyfill: false },
    // Data URLs of scripts and fonts are what the content policy refuses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 3000,
    // What a page and its late parts share becomes a file that would run before the entry, and so before the policy.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
});
