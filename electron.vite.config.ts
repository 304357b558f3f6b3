import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

export default defineConfig({
  main: {
    build: {
      target: 'node20', // the oldest that can say what is wrong with it; `using` is no syntax there, nor in Node 22
      externalizeDeps: true, // only `dependencies` stay outside; everything else is bundled
      rolldownOptions: {
        input: {
          main: resolve(root, 'electron/main.ts'),
          headless: resolve(root, 'electron/headless.ts'),
          cli: resolve(root, 'electron/cli.ts'),
          sdk: resolve(root, 'electron/sdk/index.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false, // a sandboxed preload can only require 'electron'
      rolldownOptions: {
        input: { preload: resolve(root, 'electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    worker: { format: 'es' }, // the layout worker's library has no name to put into an IIFE
    build: { rolldownOptions: { input: { index: resolve(root, 'renderer/index.html') } } },
  },
});
