/** Builds the page of HubSpot's iframe and the desk's preview into `dist/assets/hubspot/`. The extensions themselves are built by HubSpot. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/hubspot/',
  publicDir: false,
  resolve: { alias: { '@hubspot/ui-extensions': fileURLToPath(new URL('preview/components.tsx', import.meta.url)) } },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  oxc: { jsx: { runtime: 'automatic', development: false } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/assets/hubspot', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: {
        page: fileURLToPath(new URL('page/main.ts', import.meta.url)),
        preview: fileURLToPath(new URL('preview/main.tsx', import.meta.url)),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', assetFileNames: '[name][extname]' },
    },
  },
});
