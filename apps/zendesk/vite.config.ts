/** Builds the sidebar into `dist/assets/zendesk/`: fixed entry names, because the Worker's page names them. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { svgIcon } from './vite-svg-icon.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `--mode sdk` bundles Zendesk's SDK for the local desk; Zendesk itself serves it from its CDN. */
export default defineConfig(({ mode }) => {
  const sdk = mode === 'sdk';
  return {
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: '/zendesk/',
    publicDir: false,
    plugins: sdk ? [] : [svgIcon()],
    // Set here, because a test run would otherwise build React for development.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: {
      outDir: `${root}dist/assets/zendesk`,
      emptyOutDir: false,
      target: 'es2022',
      sourcemap: false,
      reportCompressedSize: false,
      modulePreload: false,
      ...(sdk
        ? { lib: { entry: `${root}apps/zendesk/zaf-sdk.ts`, formats: ['iife' as const], name: 'DeskgraphZafSdk', fileName: () => 'zaf_sdk.js' } }
        : {
            rolldownOptions: {
              input: { sidebar: `${root}apps/zendesk/main.tsx` },
              output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', assetFileNames: '[name][extname]' },
            },
          }),
    },
  };
});
