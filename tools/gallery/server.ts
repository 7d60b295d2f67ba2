import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import type { ViteDevServer } from 'vite';

/** Serves the gallery on the loopback; `port` 0 takes a free one. Close it when done. */
export async function serveGallery(port: number): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    root: import.meta.dirname,
    cacheDir: join(import.meta.dirname, '../../node_modules/.vite-gallery'),
    logLevel: 'warn',
    plugins: [react(), tailwindcss()],
    server: { host: '127.0.0.1', port, fs: { allow: [join(import.meta.dirname, '../..')] } },
  });
  return server.listen();
}
