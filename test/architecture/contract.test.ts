import { isContractProcedure } from '@orpc/contract';
import { isProcedure } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { systemClock } from '#shared/lib/clock.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import { Host } from '#main/engine/host/host.ts';
import { createRouter } from '#main/ipc/create-router.ts';

/** Names of all calls in a contract or in what implements one, such as `documents.pull`. */
function callsOf(part: object, isCall: (one: unknown) => boolean, path = ''): readonly string[] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`;
    if (isCall(value)) return [name];
    return typeof value === 'object' && value !== null ? callsOf(value, isCall, name) : [];
  });
}

describe('the contract between page and host', () => {
  it('is implemented call by call, with nothing beside it', () => {
    const host = new Host(
      {
        environment: { SWITCHYARD_HOME: 'nowhere' },
        platform: process.platform,
        home: '/',
        resourcesFolder: 'nowhere',
        clock: systemClock,
        ids: randomIdSource(),
        logger: silentLogger,
        tracer: silentTracer,
      },
      { kind: 'serve', version: '0.0.0-test', startFolder: null, pickFolder: null },
    );
    const declared = callsOf(contract, isContractProcedure);
    const answered = callsOf(createRouter(host), isProcedure);
    expect(declared.length).toBeGreaterThan(30);
    expect([...answered].sort()).toEqual([...declared].sort());
  });
});
