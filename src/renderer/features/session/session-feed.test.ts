import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SessionView } from '#shared/contract/attempts.ts';
import { err, ok } from '#shared/lib/result.ts';
import { SessionFeed } from './session-feed.ts';
import type { SessionSource } from './session-feed.ts';

function viewOf(more: Partial<SessionView>): SessionView {
  return {
    hasEvents: true,
    isLive: false,
    exitCode: 0,
    revision: '1',
    first: 0,
    end: 0,
    isWhole: true,
    isCut: false,
    from: 0,
    entries: [],
    pending: '',
    isQuestion: false,
    activity: { words: '', kind: 'text', since: null, until: null },
    spent: { tokens: null, costUsd: null },
    draws: false,
    ...more,
  };
}

function failure(message: string): SessionView['entries'][number] {
  return { kind: 'failure', at: null, isNested: false, message };
}

/** A feed of a host that gives these answers, the last one again and again. */
function feedOf(answers: readonly (SessionView | 'away')[]): {
  readonly feed: SessionFeed;
  readonly asked: () => number;
} {
  let asked = 0;
  const source: SessionSource = {
    onReturn: () => () => {},
    async read() {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? 'away';
      asked += 1;
      await Promise.resolve();
      return answer === 'away' ? err({ code: 'host-away', message: '', action: '' }) : ok(answer);
    },
  };
  const feed = new SessionFeed(source, 10);
  return { feed, asked: () => asked };
}

describe('a feed of a session', () => {
  it('asks once for one that is over, and again for another part of it', async () => {
    const { feed, asked } = feedOf([viewOf({ end: 1, entries: [failure('x')] })]);
    onTestFinished(feed.subscribe(() => {}));
    await delay(20);
    expect(feed.state.kind).toBe('shown');
    expect(feed.entry(0)).toEqual(failure('x'));
    await delay(150);
    expect(asked()).toBe(1);
    feed.show(5);
    await delay(20);
    expect(asked()).toBe(2);
  });

  it('asks on while more may come, and keeps an entry that is the same', async () => {
    const answers = ['1', '2'].map((revision) =>
      viewOf({ isLive: true, revision, end: 1, entries: [failure('x')] }),
    );
    const { feed, asked } = feedOf(answers);
    const stop = feed.subscribe(() => {});
    await delay(20);
    const first = feed.entry(0);
    await delay(200);
    expect(asked()).toBeGreaterThan(1);
    expect(feed.entry(0)).toBe(first);
    stop();
    const last = asked();
    await delay(250);
    expect(asked()).toBe(last);
  });

  it('forgets the end that it had first once the whole is there', async () => {
    const { feed } = feedOf([
      viewOf({ isWhole: false, end: 1, entries: [failure('end')] }),
      viewOf({ first: 0, end: 900, from: 899, entries: [failure('end')] }),
    ]);
    onTestFinished(feed.subscribe(() => {}));
    await delay(50);
    expect(feed.entry(0)).toBeNull();
    expect(feed.entry(899)).toEqual(failure('end'));
  });

  it('keeps what it has while the host is away', async () => {
    const { feed } = feedOf([viewOf({ isLive: true, end: 1, entries: [failure('x')] }), 'away']);
    onTestFinished(feed.subscribe(() => {}));
    await delay(250);
    expect(feed.state.kind).toBe('away');
    expect(feed.entry(0)).toEqual(failure('x'));
  });
});
