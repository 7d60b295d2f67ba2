import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Some website, as far as the app is concerned; it remembers what it was asked. */
export interface ForeignSite {
  readonly origin: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Serves an empty page on a port of its own. */
export async function foreignSite(): Promise<ForeignSite> {
  const requests: string[] = [];
  const server = createServer(({ method, url }, response) => {
    if (url !== '/favicon.ico') requests.push(`${method} ${url}`);
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Foreign</title><h1>Foreign</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has one
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
