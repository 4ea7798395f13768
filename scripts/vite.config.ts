import { defineConfig } from 'vite'

export default defineConfig({
  root: '.',
  publicDir: false,
  build: { target: 'node22', minify: false },
  // What carries a native library stays where npm put it; everything else comes along.
  ssr: { noExternal: true, external: ['chdb', 'pg-native'] },
})
