import { beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '#shared/lib/logger.ts';
import { portChannel } from '#shared/contract/preload-channels.ts';
import { servePorts } from './page-ports.ts';
import * as electron from './testing/fake-electron.ts';
import { FakeHost } from './testing/fake-host.ts';

vi.mock('electron', async () => import('./testing/fake-electron.ts'));

let host = new FakeHost();
beforeEach(() => {
  electron.resetElectron();
  host = new FakeHost();
  servePorts(host, silentLogger);
});

/** Sends a request as a page would; says how many of its ports were closed. */
function send(message: unknown, from: { url?: string; isFramed?: boolean; ports?: number } = {}) {
  let closed = 0;
  const mainFrame = { url: from.url ?? 'app://switchyard/#/w/shop-1/board' };
  const senderFrame = from.isFramed === true ? { ...mainFrame } : mainFrame;
  const ports = Array.from({ length: from.ports ?? 1 }, () => ({
    close: () => {
      closed += 1;
    },
  }));
  electron.ipcMain.emit(portChannel, { senderFrame, sender: { mainFrame }, ports }, message);
  return closed;
}

const rpc = { id: 'port-1', purpose: { kind: 'rpc' } };
const address = { workspaceId: 'shop-1', attemptId: 'attempt-1' };

describe('servePorts', () => {
  it('gives the page a port for the contract, and one for each terminal', () => {
    expect(send(rpc)).toBe(0);
    expect(host.contracts).toBe(1);
    expect(send({ id: 'port-2', purpose: { kind: 'terminal', address } })).toBe(0);
    expect(host.terminals).toEqual([address]);
  });

  it.each([
    ['another page', rpc, { url: 'https://evil.example/' }, 1],
    ['a frame in the page', rpc, { isFramed: true }, 1],
    ['a request of no known kind', { id: 'a', purpose: { kind: 'shell' } }, {}, 1],
    ['a terminal without an address', { id: 'a', purpose: { kind: 'terminal' } }, {}, 1],
    ['no message at all', undefined, {}, 1],
    ['no port', rpc, { ports: 0 }, 0],
    ['two ports', rpc, { ports: 2 }, 2],
  ])('refuses %s and closes what it brought', (_what, message, from, ports) => {
    expect(send(message, from)).toBe(ports);
    expect(host.contracts).toBe(0);
    expect(host.terminals).toEqual([]);
  });
});
