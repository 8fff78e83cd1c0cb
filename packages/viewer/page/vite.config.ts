import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // The page lies under a token that is known when it is served only.
  base: './',
  resolve: { conditions: ['@framesieve/source', 'module', 'browser', 'production'] },
  build: {
    target: 'es2022',
    // The content security policy allows no `data:` scripts or styles, and nothing is so small that it matters.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
