import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The desk's pages, into the folder that its Worker serves below `/desk/`. */
export default defineConfig(({ command }) => {
  // Whatever starts the build, a test runner included: what is served is never a development build.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    root: import.meta.dirname,
    base: '/desk/',
    plugins: [react()],
    build: { outDir: '../../dist/desk', emptyOutDir: true, target: 'es2022', cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
  };
});
