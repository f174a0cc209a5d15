// How the console is built: into dist/console, sizes printed, budgets enforced.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.js';
import { sizeBudget } from './size-budget.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  publicDir: here('public'),
  base: '/',
  plugins: [react(), sizeBudget({ initialBytes: 200 * 1024, chartsBytes: 150 * 1024 }), precompress()],
  css: { postcss: { plugins: [] }, modules: { generateScopedName: '[name]_[local]_[hash:base64:4]' } },
  build: {
    outDir: here('../../dist/console'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    target: 'es2022',
  },
  server: {
    proxy: { '/api': process.env['SHOPTRACE_API'] ?? 'http://127.0.0.1:7070' },
  },
});
