import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsByHand } from '#shared/core/inbox/entry-kinds.ts';
import { gateKindSchema } from '#shared/model/landing.ts';
import { notificationTypeSchema } from '#shared/model/notification.ts';
import type { Notification } from '#shared/model/notification.ts';
import { runStatusSchema } from '#shared/model/run.ts';
import type { Run } from '#shared/model/run.ts';
import { taskStatusSchema } from '#shared/model/task.ts';
import { entriesInNeed } from './entries-in-need.ts';
import { needTitle } from './need-title.ts';
import { needsOf, tasksInNeed } from './needs.ts';
import type { Need, NeedRecords } from './needs.ts';
import { waitingText } from './question-words.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();

function records(fields: Partial<NeedRecords> = {}): NeedRecords {
  return {
    notifications: [],
    tasks: new Map(),
    epics: new Map(),
    attempts: new Map(),
    landings: new Map(),
    runs: new Map(),
    status: { run: null, questions: [], foreignChanges: [], trust: 'trusted' },
    ...fields,
  };
}

function entry(
  type: Notification['type'],
  subject: Notification['subject'],
  second = 1,
): Notification {
  return {
    id: `${type} ${subject.id} ${second}`,
    type,
    text: 'Text.',
    subject,
    read: false,
    createdAt: at(second),
  };
}

const blocked = {
  id: 'lab.9',
  status: 'blocked',
  blockedReason: 'No progress: again. The attempt changed no file.',
  updatedAt: at(5),
} as const;
const run = {
  id: 'r',
  status: 'active' as Run['status'],
  outcome: null as Run['outcome'],
  startedAt: at(1),
};
const alive = { id: 'r', alive: true, here: true };

function kinds(needs: readonly Need[]): readonly string[] {
  return needs.map(({ kind }) => kind);
}

describe('needsOf', () => {
  it('lists who asks first, then what is blocked, then merges that wait, then the rest', () => {
    const needs = needsOf(
      records({
        tasks: new Map([['lab.9', blocked]]),
        attempts: new Map([['a', { phase: 'running', taskId: 'lab.1' }]]),
        landings: new Map([
          [
            'l',
            {
              id: 'l',
              phase: 'waiting',
              works: [{ taskId: 'lab.3', attemptId: 'b', undoes: null }],
              waitsFor: {
                gate: 'checkout',
                reason: 'The folder has changes.',
                since: at(3),
                parts: [],
              },
            },
          ],
        ]),
        runs: new Map([['r', run]]),
        status: {
          run: alive,
          questions: [{ attemptId: 'a', text: 'Overwrite? (y/n)', since: at(9) }],
          foreignChanges: ['c'],
          trust: 'changed',
        },
      }),
    );
    expect(kinds(needs)).toEqual(['question', 'blocked', 'landing', 'trust', 'change']);
    expect(needs.map(needTitle).slice(0, 3)).toEqual([
      'lab.1 asks: Overwrite? (y/n)',
      'lab.9 is blocked: the attempt changed no file',
      'The merge of lab.3 waits: The folder has changes.',
    ]);
    const { all, waiting } = tasksInNeed(needs);
    expect([...all]).toEqual(['lab.1', 'lab.9', 'lab.3']);
    expect([...waiting]).toEqual(['lab.1', 'lab.3']);
  });

  it('takes agents of another process at their word, and those of a dead one not', () => {
    const asked = {
      ...entry('attempt_waiting', { kind: 'attempt', id: 'a' }),
      text: waitingText('lab.1', 'Go on?'),
    };
    const given = (status: Partial<NonNullable<NeedRecords['status']>> | null): NeedRecords =>
      records({
        notifications: [asked],
        attempts: new Map([['a', { phase: 'running', taskId: 'lab.1' }]]),
        status:
          status === null
            ? null
            : { run: null, questions: [], foreignChanges: [], trust: 'trusted', ...status },
      });
    const elsewhere = needsOf(given({ run: { ...alive, here: false } }));
    expect(elsewhere).toMatchObject([{ kind: 'question', question: 'Go on?', isHere: false }]);
    expect(needsOf(given(null))).toHaveLength(1);
    expect(needsOf(given({ run: alive }))).toEqual([]);
    expect(needsOf(given({ run: { ...alive, alive: false } }))).toEqual([]);
  });

  it('lists an interrupted run until it goes on', () => {
    const runs = new Map([['r', run]]);
    const status = { questions: [], foreignChanges: [], trust: 'trusted' } as const;
    expect(
      kinds(needsOf(records({ runs, status: { ...status, run: { ...alive, alive: false } } }))),
    ).toEqual(['interrupted']);
    expect(needsOf(records({ runs, status: { ...status, run: alive } }))).toEqual([]);
    const left = new Map([['r', { ...run, status: 'interrupted' as const }]]);
    expect(kinds(needsOf(records({ runs: left, status: null })))).toEqual(['interrupted']);
  });

  it('keeps what only its entry knows until the person says that it is dealt with', () => {
    const refused = [1, 2].map((second) =>
      entry('edit_refused', { kind: 'task', id: 'e.1' }, second),
    );
    expect(needsOf(records({ notifications: refused }))).toHaveLength(2);
    expect(
      needsOf(records({ notifications: refused.map((one) => ({ ...one, read: true })) })),
    ).toEqual([]);
    const failed = entry('run_failed', { kind: 'run', id: 'r' });
    const ended: typeof run = { ...run, status: 'ended', outcome: 'failed' };
    expect(
      needsOf(records({ notifications: [failed], runs: new Map([['r', ended]]) })),
    ).toHaveLength(1);
    const later = { ...run, id: 'r2', startedAt: at(2) };
    expect(
      needsOf(
        records({
          notifications: [failed],
          runs: new Map([
            ['r', ended],
            ['r2', later],
          ]),
        }),
      ),
    ).toEqual([]);
  });
});

describe('entriesInNeed', () => {
  it('names the newest entry of each cause that lasts, and none that is over', () => {
    const task = (id: string): Notification['subject'] => ({ kind: 'task', id });
    const said = [
      entry('task_blocked', task('lab.9'), 1),
      entry('task_blocked', task('lab.9'), 4),
      entry('task_blocked', task('lab.8'), 2),
      entry('edit_refused', task('lab.9'), 3),
    ];
    const needs = needsOf(records({ notifications: said, tasks: new Map([['lab.9', blocked]]) }));
    expect([...entriesInNeed(said, needs)].toSorted()).toEqual([said[3]?.id, said[1]?.id]);
  });
});

const ids = fc.constantFrom('e.1', 'e.2', 'e.3');
const time = fc.integer({ min: 1, max: 50 }).map(at);
const anyRecords = fc.record({
  notifications: fc.array(
    fc.record({
      id: fc.uuid(),
      type: fc.constantFrom(...notificationTypeSchema.options),
      text: fc.constant('Text.'),
      subject: fc.record({
        kind: fc.constantFrom('run', 'task', 'attempt', 'epic', 'change'),
        id: fc.constantFrom('a', 'r', 'e.1', 'c'),
      }),
      read: fc.boolean(),
      createdAt: time,
    }),
    { maxLength: 12 },
  ),
  tasks: fc.array(
    fc.record({
      id: ids,
      status: fc.constantFrom(...taskStatusSchema.options),
      blockedReason: fc.constant('Why'),
      updatedAt: time,
    }),
  ),
  landings: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('l1', 'l2'),
      phase: fc.constantFrom('checking', 'waiting', 'ended'),
      gate: fc.constantFrom(...gateKindSchema.options),
      taskId: ids,
      since: time,
    }),
    { selector: ({ id }) => id },
  ),
  attempt: fc.constantFrom('preparing', 'running', 'ended'),
  run: fc.constantFrom(...runStatusSchema.options),
  life: fc.option(
    fc.record({
      alive: fc.boolean(),
      here: fc.boolean(),
      asks: fc.boolean(),
      trust: fc.constantFrom('trusted', 'new', 'changed'),
    }),
  ),
});

function toRecords(
  given: typeof anyRecords extends fc.Arbitrary<infer Value> ? Value : never,
): NeedRecords {
  const { life } = given;
  return {
    notifications: given.notifications,
    tasks: new Map(given.tasks.map((task) => [task.id, task])),
    epics: new Map([['e.1', { status: 'in_progress' }]]),
    attempts: new Map([['a', { phase: given.attempt, taskId: 'e.1' }]]),
    landings: new Map(
      given.landings.map(({ id, phase, gate, taskId, since }) => [
        id,
        {
          id,
          phase,
          works: [{ taskId, attemptId: null, undoes: null }],
          waitsFor: phase === 'waiting' ? { gate, reason: 'Why.', since, parts: [] } : null,
        },
      ]),
    ),
    runs: new Map([
      [
        'r',
        {
          id: 'r',
          status: given.run,
          outcome: given.run === 'ended' ? 'failed' : null,
          startedAt: at(1),
        },
      ],
    ]),
    status:
      life === null
        ? null
        : {
            run: given.run === 'ended' ? null : { id: 'r', alive: life.alive, here: life.here },
            questions: life.asks ? [{ attemptId: 'a', text: 'Go on?', since: at(2) }] : [],
            foreignChanges: ['c'],
            trust: life.trust,
          },
  };
}

describe('whatever the records say', () => {
  it('names each cause once, misses none, and does not go by what was read', () => {
    fc.assert(
      fc.property(anyRecords, (given) => {
        const all = toRecords(given);
        const needs = needsOf(all);
        const keys = needs.map(({ key }) => key);
        expect(new Set(keys).size).toBe(needs.length);
        for (const { id, status } of all.tasks.values()) {
          expect(keys.includes(`blocked ${id}`)).toBe(status === 'blocked');
        }
        for (const { id, phase, gate } of given.landings) {
          const isForPerson = !['scope', 'syntax', 'group'].includes(gate);
          expect(keys.includes(`landing ${id}`)).toBe(phase === 'waiting' && isForPerson);
        }
        const { life } = given;
        const isAsked = life?.alive === true && life.here && life.asks && given.run !== 'ended';
        if (isAsked && given.attempt === 'running') {
          expect(needs.filter(({ kind }) => kind === 'question')).toHaveLength(1);
        }
        if (life?.alive === false && given.run !== 'ended') expect(keys).toContain('interrupted r');
        expect(keys.includes('trust')).toBe((life?.trust ?? 'trusted') !== 'trusted');
        if (life !== null) expect(keys).toContain('change c');

        const read = [...all.notifications.values()].map((one) => ({
          ...one,
          read: endsByHand(one.type) ? one.read : true,
        }));
        if (all.status !== null) {
          expect(needsOf({ ...all, notifications: read }).map(({ key }) => key)).toEqual(keys);
        }
      }),
    );
  });
});
