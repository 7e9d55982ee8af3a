import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/renderer',
  // The page is opened from a folder, from the app and from loopback: every path is relative to it.
  base: './',
  esbuild: { jsx: 'automatic' },
  build: {
    outDir: '../../dist/renderer',
    emptyOutDir: true,
    target: 'chrome108',
    // One file read from the local disk; splitting it would only save what no network carries.
    chunkSizeWarningLimit: 4_000,
    reportCompressedSize: false,
    modulePreload: false,
    rollupOptions: {
      onwarn: (warning, warn) => {
        // Ant Design marks its files for a server renderer that is not used here; zod writes comments that look like annotations.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warning.code !== 'INVALID_ANNOTATION') warn(warning);
      },
    },
  },
});
