import { describe, expect, it } from 'vitest';
import { buildBoard } from '#shared/core/board/board-columns.ts';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import type { TaskLimit } from '#shared/core/runs/run-queue.ts';
import { makeLanding, makeView } from '#shared/core/testing/landings.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Task } from '#shared/model/task.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';
import { cardFace } from './card-face.ts';
import type { CardFace } from './card-face.ts';

function cardOf(fields: Partial<Task>): BoardCard {
  return buildBoard([makeTask(fields)], false).cards.get('e.1')!;
}

function faceOf(
  fields: Partial<Task>,
  attempt: Partial<AttemptView> | null = null,
  rest: { isQueued?: boolean; limit?: TaskLimit; tokens?: number; life?: Partial<WorkLife> } = {},
): CardFace {
  const summary =
    attempt === null ? undefined : { latest: makeView(attempt), tokens: rest.tokens ?? null };
  const { isQueued = false, limit = null } = rest;
  const life: WorkLife = { kind: 'driven', lastSignMs: null, waiting: new Map(), ...rest.life };
  return cardFace(cardOf(fields), { summary, life, isQueued, limit, agents: null });
}

describe('the face of a card', () => {
  it('shows criteria, the agent its label asks for, and what the task waits for', () => {
    const face = faceOf({
      acceptanceCriteria: [
        { text: 'a', checked: true },
        { text: 'b', checked: false },
      ],
      labels: ['agent:codex'],
      dependencies: ['e.0'],
    });
    expect(face).toMatchObject({ state: 'idle', criteria: '1/2', agent: 'codex', clock: null });
    expect(face.waitsFor).toEqual(['e.0']);
  });

  it('shows who works on it, in which phase, for the how manieth time and since when', () => {
    const startedAt = '2026-01-01T00:00:00.000Z';
    const attempt = { phase: 'running', agent: 'claude', number: 3, startedAt } as const;
    const face = faceOf({ status: 'in_progress', testTaskId: 'e.0' }, attempt, { tokens: 41_230 });
    expect(face).toMatchObject({
      state: 'running',
      agent: 'claude',
      phase: 'GREEN',
      attempt: 3,
      tokens: '41k',
      talksAs: 'attempt-1',
      clock: { kind: 'since', startMs: Date.parse(startedAt) },
    });
  });

  it('has the marks of its newest work, which a task that is open again has none of', () => {
    const text = 'The check was changed by this work: package.json (scripts.test)';
    const landing = makeLanding({ marks: [{ kind: 'check_changed', text, paths: [] }] });
    const attempt = { phase: 'ended', landing } as const;
    expect(faceOf({ status: 'closed' }, attempt).marks).toEqual([text]);
    expect(faceOf({ status: 'in_review' }, attempt).marks).toEqual([text]);
    expect(faceOf({ status: 'open' }, attempt).marks).toEqual([]);
    expect(faceOf({ status: 'closed' }).marks).toEqual([]);
  });

  it('calls the phase of a test-writer RED, and later phases by their names', () => {
    const writing = { phase: 'running', role: 'test-writer' } as const;
    expect(faceOf({ status: 'in_progress' }, writing).phase).toBe('RED');
    const checked = faceOf({ status: 'in_review' }, { phase: 'verifying' });
    expect(checked).toMatchObject({ phase: 'verifying', state: 'running', talksAs: null });
    expect(checked.remark).toBe('Running the checks…');
  });

  it('wants nothing of the person where the work is delivered and its landing has not come yet', () => {
    const delivered = faceOf({ status: 'in_review' }, { phase: 'ended' });
    expect(delivered).toMatchObject({ state: 'running', remark: 'Checking and merging its work…' });
    expect(delivered.look.word).toBe('Running');
  });

  it('says what it wants of the person', () => {
    const waiting = faceOf(
      { status: 'in_progress' },
      { phase: 'running' },
      { life: { waiting: new Map([['attempt-1', 'Overwrite it? (y/n)']]) } },
    );
    expect(waiting).toMatchObject({
      state: 'waiting',
      talksAs: null,
      remark: 'Overwrite it? (y/n)',
    });
    const reason = 'Your folder has the epic branch checked out with uncommitted changes.';
    const waitsFor = {
      gate: 'checkout' as const,
      reason,
      since: '2026-01-01T10:00:00.000Z',
      parts: [],
    };
    const landing = makeLanding({ phase: 'waiting', waitsFor });
    const merging = faceOf({ status: 'in_review' }, { phase: 'waiting', landing });
    expect(merging).toMatchObject({ state: 'waiting', remark: `Its merge waits: ${reason}` });
    const blocked = faceOf({ status: 'blocked', blockedReason: 'Tests fail.' });
    expect(blocked).toMatchObject({ state: 'blocked', remark: 'Tests fail.' });
  });

  it('shortens the reasons that the app gives, and leaves them whole for those who ask', () => {
    const whole = 'The agent ended with exit code 7 and no report.';
    const shown: Readonly<Record<string, string>> = {
      'Verification failed: "npm test" ended with exit code 1.':
        'Verification failed: "npm test" (exit 1).',
      'Stuck after 2 attempts: Verification failed: "npm test" ended with exit code 1.':
        'Verification failed: "npm test" (exit 1).',
      'No progress: the same failure on the same tree 3 times. Verification failed: "npm test" ended with exit code 1.':
        'Verification failed: "npm test" (exit 1).',
      'Verification failed: "node -e "process.exit(3)"" ended with exit code 3.':
        'Verification failed: "node -e "process.exit(3)"" (exit 3).',
      'Verification failed: "npm test -- catalogue/cache.test.ts" could not be run (not found).':
        'Verification failed: "npm test -…/cache.test.ts" could not be run (not found).',
      'Verification failed: "npm test" did not end within 60 s (timeout).':
        'Verification failed: "npm test" did not end within 60 s (timeout).',
      'Verification failed: "npm test" ended with exit code none.':
        'Verification failed: "npm test" ended with exit code none.',
      [`Stuck after 1 attempt: ${whole}`]: whole,
      [`No progress: the same failure on the same tree 3 times. ${whole}`]: whole,
      'The agent ended with exit code 7 and no report: TypeError: "a" ended with exit code 2':
        'Exit code 7, no report: TypeError: "a" ended with exit code 2',
      'Stuck after 4 attempts: The agent reports failure: 2 tests fail':
        'The agent reports failure: 2 tests fail',
    };
    for (const [reason, remark] of Object.entries(shown)) {
      const face = faceOf({ status: 'blocked', blockedReason: reason });
      expect([face.remark, face.fullRemark]).toEqual([remark, reason]);
    }
  });

  it.each([
    'The agent ended with exit code 7 and no report.',
    'The agent ended with exit code none and no report.',
    'The agent was ended by a signal.',
    'The agent was ended by SIGKILL: Killed',
    'The agent is blocked: "the interface of the catalogue" ended with exit code 4',
    'The plan is wrong: no reason given',
    'The agent reports failure: exit code 7',
    'There is no verification command: set commands.test, or verify in the task.',
    'The work contains another git repository, which git cannot keep: vendor/x.',
    'The attempt did not succeed.',
    'Merge conflict in a.txt, also after a second try.',
    "The task's token cap is reached: 12 of 10. The attempt did not succeed.",
    'Blocked when it was imported.',
    'No: "it ended with exit code 9" is all that it says.',
  ])('leaves the reason %j as it is', (reason) => {
    expect(faceOf({ status: 'blocked', blockedReason: reason }).remark).toBe(reason);
  });

  it('has no agent at work when nobody drives it: its clock stopped with the last sign of life', () => {
    const attempt = { phase: 'running', startedAt: '2026-01-01T00:00:00.000Z' } as const;
    const lastSignMs = Date.parse('2026-01-01T00:00:49.000Z');
    const gone = faceOf({ status: 'in_progress' }, attempt, { life: { kind: 'gone', lastSignMs } });
    expect(gone).toMatchObject({
      state: 'interrupted',
      talksAs: null,
      remark: 'Interrupted; its work is kept.',
      clock: { kind: 'took', ms: 49_000 },
    });
    const away = faceOf({ status: 'in_progress' }, attempt, { life: { kind: 'away', lastSignMs } });
    expect(away).toMatchObject({ state: 'away', talksAs: null, clock: { ms: 49_000 } });
  });

  it('says that an open task is queued in the active run', () => {
    expect(faceOf({}, null, { isQueued: true }).state).toBe('queued');
    const limit = { untilMs: 0, words: '19:00 tomorrow' };
    const limited = { phase: 'ended', outcome: 'rate_limited' } as const;
    expect(faceOf({}, limited, { isQueued: true, limit })).toMatchObject({
      state: 'limited',
      look: { word: 'Rate limited until 19:00 tomorrow' },
    });
    expect(faceOf({}, limited, { limit }).state).toBe('idle');
  });

  it('calls verified only what the app has merged itself', () => {
    expect(faceOf({ status: 'closed' }).state).toBe('done');
    const merged = { phase: 'ended', outcome: 'merged' } as const;
    expect(faceOf({ status: 'closed' }, merged).state).toBe('verified');
  });

  it('shows how long a closed task took', () => {
    const face = faceOf({
      status: 'closed',
      startedAt: '2026-01-01T00:00:00.000Z',
      completedAt: '2026-01-01T00:02:31.000Z',
    });
    expect(face).toMatchObject({ state: 'done', clock: { kind: 'took', ms: 151_000 } });
  });
});
