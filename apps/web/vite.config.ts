import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { iconModules } from './vite/icon-modules.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { version }: { version: string } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const api = process.env.AOC_API ?? 'http://localhost:8000';
const lib = (name: string) => path.join(root, 'libs', name, 'src/index.ts');

export default defineConfig({
  root: path.join(root, 'apps/web'),
  cacheDir: path.join(root, 'dist/vite'),
  plugins: [react(), tailwindcss(), iconModules(root)],
  define: { __AOC_VERSION__: JSON.stringify(process.env.AOC_VERSION ?? version) },
  resolve: { alias: { '@aoc/contracts': lib('contracts'), '@aoc/query': lib('query'), '@aoc/web/ui': lib('web/ui') } },
  // `strictPort`: a second dev server on a surprising port is worse than a clear failure.
  server: { port: 5173, strictPort: true, proxy: { '/api': api, '/health': api, '/metrics': api } },
  build: {
    outDir: path.join(root, 'dist/apps/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Inlined assets would need `data:` in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    // Their modules only declare; the bundler cannot know that of calls such as `z.object()`. What a screen does not use stays out.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /\/libs\/(?:contracts|query|web\/ui)\/.*\.tsx?$/, sideEffects: false }] } },
  },
});
