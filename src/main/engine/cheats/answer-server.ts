import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers on this machine, for the cheat that fetches them. */
export interface AnswerServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what a product needs to pass the plant's tests, on a free port of this machine only. */
export async function serveAnswers(text: string): Promise<AnswerServer> {
  const server = createServer((_request, response) => response.end(text));
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') reject(new Error('There is no port.'));
    else resolve(address);
  });
  const { port } = await promise;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
