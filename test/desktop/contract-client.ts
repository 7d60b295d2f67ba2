import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { Page } from '@playwright/test';
import type { HostClient } from '../../src/shared/contract/contract.ts';

/** In the page: gets a port from the preload's bridge and joins it to two functions of the story. */
const joinPort = `new Promise((resolve) => {
  addEventListener('message', ({ data, ports }) => {
    if (data.kind !== 'switchyard-port' || data.id !== 'story') return;
    const [port] = ports;
    port.addEventListener('message', (message) => storyReceived(message.data));
    port.start();
    globalThis.storySend = (message) => port.postMessage(message);
    resolve();
  });
  switchyard.openPort({ id: 'story', purpose: { kind: 'rpc' } });
})`;

/** Calls the host as the page does, through the preload's bridge and a port of its own. */
export async function contractClient(page: Page): Promise<HostClient> {
  const listeners = new Set<(event: { data: unknown }) => void>();
  await page.exposeFunction('storyReceived', (data: unknown) => {
    for (const listener of listeners) listener({ data });
  });
  await page.evaluate(joinPort);
  const port = {
    on: (type: string, listener: (event?: { data: unknown }) => void) => {
      if (type === 'message') listeners.add(listener);
    },
    postMessage: (message: unknown) => {
      void page.evaluate(`storySend(${JSON.stringify(message)})`);
    },
  };
  return createORPCClient(new RPCLink({ port }));
}
