import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { networkOff } from '#main/verify/network-off.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

const connects = (port: string): string =>
  `require('net').connect(${port}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(7))`;

it('a check whose network is off reaches its own loopback and nothing else; where that cannot be done, it is said', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '0';
  const own = `const s = require('net').createServer().listen(0, '127.0.0.1', () => ${connects('s.address().port')})`;
  const test = await testWorkspace({ config: { verify: { network: 'off', baseline: false } } });
  test.task('e.1', { verify: [`node -e "${own}"`, `node -e "${connects(port)}"`] });
  const canDo = (await networkOff()) !== null;
  await test.run({ kind: 'all' }, { redispatchLimit: 0 });
  const [inside, outside] = test.evidence('e.1');
  expect(inside?.verdict).toBe('passed');
  expect(outside?.exitCode).toBe(canDo ? 7 : 0);
  const file = `${outside?.environment}.environment.json`;
  const environment: unknown = JSON.parse(
    readFileSync(join(test.workspace.paths.evidence, file), 'utf8'),
  );
  expect(environment).toMatchObject({ network: canDo ? 'off' : 'on' });
  test.task('e.2');
  const dry = await test.words('run', '--all', '--dry-run');
  expect(dry.stdout.includes('no way to take the network')).toBe(!canDo);
});
