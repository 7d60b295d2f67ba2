import { ORPCError, createORPCClient } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostClient } from '#shared/contract/contract.ts';
import { err, ok } from '#shared/lib/result.ts';
import { hostLost, pageError } from './host-connection.ts';
import { ReconnectingConnection } from './reconnecting-connection.ts';
import type { LinkHandlers } from './reconnecting-connection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client of a connection of its own; here it is only passed around. */
const someClient = (): HostClient => createORPCClient({ call: async () => undefined });

/** A transport whose attempts the test ends as it likes. */
function setUp() {
  const attempts: (LinkHandlers & { ended: boolean })[] = [];
  let wake = (): void => undefined;
  const connection = new ReconnectingConnection({
    connect(handlers) {
      const attempt = { ...handlers, ended: false };
      attempts.push(attempt);
      return () => {
        attempt.ended = true;
      };
    },
    openTerminal: () => ({ send: () => undefined, close: () => undefined }),
    onWake(listener) {
      wake = listener;
      return () => {
        wake = () => undefined;
      };
    },
  });
  const states: string[] = [];
  connection.subscribe(() => states.push(connection.state));
  return { connection, attempts, states, wake: () => wake() };
}

describe('a connection', () => {
  it('is connecting at first, then online, with a client of its own for each connection', async () => {
    const { connection, attempts, states } = setUp();
    expect(connection.state).toBe('connecting');
    expect(connection.client()).toBeNull();
    const [first, second] = [someClient(), someClient()];
    attempts[0]!.opened(first);
    expect(connection.client()).toBe(first);
    attempts[0]!.closed('away');
    expect(connection.client()).toBeNull();
    await vi.advanceTimersByTimeAsync(250);
    attempts[1]!.opened(second);
    expect(connection.client()).toBe(second);
    expect(states).toEqual(['online', 'offline', 'online']);
  });

  it('waits longer after each failure, up to five seconds, and shortly again after success', async () => {
    const { attempts } = setUp();
    const waits = [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000];
    for (const [index, wait] of waits.entries()) {
      attempts[index]!.closed('away');
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(attempts).toHaveLength(index + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(attempts).toHaveLength(index + 2);
    }
    attempts.at(-1)!.opened(someClient());
    attempts.at(-1)!.closed('away');
    await vi.advanceTimersByTimeAsync(250);
    expect(attempts).toHaveLength(waits.length + 2);
  });

  it('tries at once when the window or the network is back, but not twice side by side', () => {
    const { attempts, wake } = setUp();
    wake();
    expect(attempts).toHaveLength(1);
    attempts[0]!.closed('away');
    wake();
    wake();
    expect(attempts).toHaveLength(2);
  });

  it('gives up an attempt that does not come to an end', async () => {
    const { connection, attempts } = setUp();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempts[0]!.ended).toBe(true);
    expect(connection.state).toBe('offline');
    // What comes of it after all is too late.
    attempts[0]!.opened(someClient());
    expect(connection.client()).toBeNull();
  });

  it('tries no more once it is closed', async () => {
    const { connection, attempts } = setUp();
    connection.close();
    expect(attempts[0]!.ended).toBe(true);
    attempts[0]!.closed('away');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(attempts).toHaveLength(1);
  });
});

describe('a call', () => {
  it('answers host-away while the host is away', async () => {
    const { connection } = setUp();
    const work = vi.fn();
    expect(await connection.call(work)).toMatchObject({ error: { code: 'host-away' } });
    expect(work).not.toHaveBeenCalled();
  });

  it('that is under way when the host goes answers that it is not known whether it was done', async () => {
    const { connection, attempts } = setUp();
    attempts[0]!.opened(someClient());
    const call = connection.call(async () => {
      attempts[0]!.closed('away');
      throw new Error('aborted');
    });
    expect(await call).toEqual(err(hostLost));
  });

  it('that is rejected before the end of its connection is told answers the same', async () => {
    const { connection, attempts } = setUp();
    attempts[0]!.opened(someClient());
    const call = connection.call(async () => {
      throw new Error('[AsyncIdQueue] Queue[o] was closed or aborted while waiting for pulling.');
    });
    await vi.advanceTimersByTimeAsync(200);
    attempts[0]!.closed('away');
    expect(await call).toEqual(err(hostLost));
  });

  it('passes on what the host answers', async () => {
    const { connection, attempts } = setUp();
    attempts[0]!.opened(someClient());
    expect(await connection.call(async () => ok(7))).toEqual(ok(7));
  });

  it("that the host answers with an error tells none of the library's words", async () => {
    const { connection, attempts } = setUp();
    attempts[0]!.opened(someClient());
    const failed = async (code: string) =>
      connection.call(async () => {
        throw new ORPCError(code);
      });
    expect(await failed('INTERNAL_SERVER_ERROR')).toMatchObject({
      error: {
        code: 'host-error',
        message: 'The host could not do this because of an error of its own.',
      },
    });
    expect(await failed('BAD_REQUEST')).toMatchObject({ error: { code: 'host-refused' } });
  });

  it('that fails in the page is reported as a bug of the page, on a connection that goes on', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { connection, attempts } = setUp();
    attempts[0]!.opened(someClient());
    const bug = new TypeError('undefined is not a function');
    const call = connection.call(async () => {
      throw bug;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await call).toEqual(err(pageError));
    expect(reported).toHaveBeenCalledWith(bug);
    expect(connection.state).toBe('online');
    vi.unstubAllGlobals();
  });
});

describe('who answers', () => {
  it.each(['stranger', 'other-host', 'not-let-in', 'ended'] as const)(
    'is told at once when it is %s, and forgotten when the host is there or nobody is',
    async (doubt) => {
      const { connection, attempts } = setUp();
      attempts[0]!.closed(doubt);
      expect([connection.state, connection.doubt]).toEqual(['offline', doubt]);
      await vi.advanceTimersByTimeAsync(250);
      attempts[1]!.closed('away');
      expect([connection.state, connection.doubt]).toEqual(['offline', null]);
      await vi.advanceTimersByTimeAsync(500);
      attempts[2]!.closed(doubt);
      await vi.advanceTimersByTimeAsync(1_000);
      attempts[3]!.opened(someClient());
      expect([connection.state, connection.doubt]).toEqual(['online', null]);
    },
  );

  it('is a stranger when it stays unclear: once may be a host that begins or ends', async () => {
    const { connection, attempts } = setUp();
    attempts[0]!.closed('unclear');
    expect([connection.state, connection.doubt]).toEqual(['connecting', null]);
    await vi.advanceTimersByTimeAsync(250);
    attempts[1]!.closed('unclear');
    expect([connection.state, connection.doubt]).toEqual(['offline', 'stranger']);
    await vi.advanceTimersByTimeAsync(500);
    attempts[2]!.opened(someClient());
    attempts[2]!.closed('away');
    await vi.advanceTimersByTimeAsync(250);
    attempts[3]!.closed('unclear');
    expect([connection.state, connection.doubt]).toEqual(['offline', null]);
  });

  it('is a stranger when it answers without proof again, also when nobody answers in between', async () => {
    const { connection, attempts } = setUp();
    for (const [index, end] of (['away', 'unclear', 'away', 'away'] as const).entries()) {
      attempts[index]!.closed(end);
      expect(connection.doubt).toBe(null);
      await vi.advanceTimersByTimeAsync(5_000);
    }
    attempts[4]!.closed('unclear');
    expect([connection.state, connection.doubt]).toEqual(['offline', 'stranger']);
    await vi.advanceTimersByTimeAsync(5_000);
    attempts[5]!.opened(someClient());
    expect(connection.doubt).toBe(null);
  });

  it('is named by what cannot be done meanwhile', async () => {
    const { connection, attempts } = setUp();
    attempts[0]!.closed('stranger');
    const answer = await connection.call(async () => ok(null));
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'host-away', message: 'What answers at this address is not your host.' },
    });
  });
});
