/** Builds the sidebar into `dist/assets/zendesk/`: fixed entry names, because the Worker's page names them. */
import { fileURLToPath } from 'node:url';
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite';
import { svgIcon } from './vite-svg-icon.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

const shared = {
  root: here,
  publicDir: false,
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
} satisfies InlineConfig;

/** Bundles Zendesk's SDK beside the sidebar as one classic script, for the local desk; Zendesk itself serves it from its CDN. */
function zafSdk(): Plugin {
  let outDir = '';
  return {
    name: 'zaf-sdk',
    apply: 'build',
    configResolved: (config) => {
      outDir = config.build.outDir;
    },
    closeBundle: async () => {
      const lib = { entry: `${here}zaf-sdk.ts`, formats: ['iife' as const], name: 'DeskgraphZafSdk', fileName: () => 'zaf_sdk.js' };
      await build({ ...shared, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: false, target: 'es2022', lib } });
    },
  };
}

export default defineConfig({
  ...shared,
  base: '/zendesk/',
  plugins: [svgIcon(), zafSdk()],
  // Set here, because a test run would otherwise build React for development.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/assets/zendesk', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    modulePreload: false,
    rolldownOptions: {
      input: { sidebar: `${here}main.tsx` },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', assetFileNames: '[name][extname]' },
    },
  },
});
