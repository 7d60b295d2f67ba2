import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import { judgeTask } from './document-edits.ts';
import type { EditSurroundings, Past } from './edited-row.ts';
import { freshTask, emptySpec } from './new-items.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';
import type { TaskEvent } from '#shared/core/records/task-machine.ts';
import { makeEpic } from '#shared/core/testing/records.ts';

type Field = 'title' | 'description' | 'script';

/** A text that somebody typed, and what they saw in the field when they did. */
interface Typed {
  readonly by: 'page' | 'other';
  readonly field: Field;
  readonly text: string;
  readonly saw: string;
  /** It says what was there before anything was sent: there is nothing to keep of it. */
  readonly isTakenBack: boolean;
}

/** A host by the rules: a log for each task, and an inbox of what it did not take. */
class ModelHost {
  readonly pasts = new Map<string, Past<Task>>();
  readonly inbox: string[] = [];
  #time = 0;

  task(id: string): Task | null {
    return this.pasts.get(id)?.states.at(-1) ?? null;
  }

  /** The task that the page made, under whichever id it is stored. */
  own(createdAt: string): Task | null {
    const all = [...this.pasts.keys()].map((id) => this.task(id));
    return all.find((one) => one?.createdAt === createdAt) ?? null;
  }

  add(task: Task, requestedId: string | null): void {
    this.pasts.set(task.id, { states: [task], requestedId });
  }

  edit(id: string, changes: Partial<TaskSpec>): void {
    const past = this.pasts.get(id);
    if (past === undefined) throw new Error(id);
    const event: TaskEvent = { kind: 'edited', changes, at: this.now() };
    const next = taskMachine.evolve(past.states.at(-1) ?? null, event);
    this.pasts.set(id, { ...past, states: [...past.states, next] });
  }

  now(): string {
    this.#time += 1;
    return new Date(Date.UTC(2026, 0, 2) + this.#time * 1000).toISOString();
  }

  /** Applies a row as `push-documents.ts` does; answers with what is stored under its id. */
  push(row: { assumed: Task | null; desired: Task; sent: readonly Task[] }): Task | null {
    const { id } = row.desired;
    const around: EditSurroundings = {
      task: (one) => this.task(one),
      epic: () => makeEpic(),
      tasksOf: () => [...this.pasts.keys()].flatMap((one) => this.task(one) ?? []),
      pastTask: (one) => this.pasts.get(one) ?? null,
      pastEpic: () => null,
      at: this.now(),
    };
    const verdict = judgeTask({ ...row, master: this.task(id) }, around);
    switch (verdict.kind) {
      case 'add':
        this.add(verdict.document, verdict.document.id === id ? null : id);
        break;
      case 'edit': {
        if (Object.keys(verdict.changes).length > 0) {
          this.edit(verdict.storedAs ?? id, verdict.changes);
        }
        for (const field of verdict.lost)
          this.inbox.push(`${field}=${JSON.stringify(row.desired[field])}`);
        break;
      }
      case 'refused':
        throw new Error(verdict.failure.message);
      case 'nothing':
        break;
    }
    return this.task(id);
  }
}

/** A page with its journal: what was assumed, what is desired, what was sent without an answer. */
class ModelPage {
  readonly #host: ModelHost;
  assumed: Task | null;
  desired: Task;
  sent: Task[] = [];
  #isWaiting: boolean;

  constructor(host: ModelHost, task: Task, isNew: boolean) {
    this.#host = host;
    this.assumed = isNew ? null : task;
    this.desired = task;
    this.#isWaiting = isNew;
  }

  type(field: Field, text: string): void {
    this.desired = { ...this.desired, [field]: text, updatedAt: this.#host.now() };
    this.#isWaiting = true;
  }

  /** Sends what waits; where the answer is lost, the page knows nothing but that it sent it. */
  push(isAnswered: boolean): void {
    if (!this.#isWaiting) return;
    const { assumed, desired, sent } = this;
    const answer = this.#host.push({ assumed, desired, sent });
    if (!isAnswered) {
      this.sent = [...sent, desired];
      return;
    }
    this.sent = [];
    this.#isWaiting = false;
    const stored = this.#host.own(desired.createdAt);
    this.assumed = answer?.createdAt === desired.createdAt ? answer : stored;
    this.desired = this.assumed ?? desired;
  }

  /** The feed brings the host's state; what waits stays as it is. */
  pull(): void {
    if (this.#isWaiting) return;
    this.assumed = this.#host.own(this.desired.createdAt);
    this.desired = this.assumed ?? this.desired;
  }
}

type Step =
  | { readonly kind: 'type'; readonly field: Field }
  | { readonly kind: 'back'; readonly field: Field }
  | { readonly kind: 'other'; readonly field: Field }
  | { readonly kind: 'other_back'; readonly field: Field }
  | { readonly kind: 'push'; readonly isAnswered: boolean }
  | { readonly kind: 'pull' }
  | { readonly kind: 'take_id' };

const field = fc.constantFrom<Field>('title', 'description', 'script');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('type' as const), field }),
  fc.record({ kind: fc.constant('back' as const), field }),
  fc.record({ kind: fc.constant('other' as const), field }),
  fc.record({ kind: fc.constant('other_back' as const), field }),
  fc.record({ kind: fc.constant('push' as const), isAnswered: fc.boolean() }),
  fc.constant({ kind: 'pull' } as const),
  fc.constant({ kind: 'take_id' } as const),
);

const createdAt = '2026-01-01T10:00:00.000Z';
const first = freshTask(
  { ...emptySpec, id: 'e.1', epicId: 'e', title: 'first title', description: 'd', script: 's' },
  createdAt,
);

/** Plays the steps to the end, where the page gets all that it has to the host; what was typed, in order. */
function play(steps: readonly Step[], isNew: boolean): { host: ModelHost; typed: Typed[] } {
  const host = new ModelHost();
  if (!isNew) host.add(first, null);
  const page = new ModelPage(host, first, isNew);
  const typed: Typed[] = [];
  let number = 0;
  const by = (who: Typed['by'], one: Field, text: string): void => {
    const own = host.own(createdAt);
    const sees = who === 'page' ? page.desired : own;
    if (sees === null || sees[one] === text) return;
    const before = [page.assumed, ...page.sent];
    const isTakenBack = who === 'page' && before.every((state) => state?.[one] === text);
    typed.push({ by: who, field: one, text, saw: String(sees[one]), isTakenBack });
    if (who === 'page') page.type(one, text);
    else host.edit(sees.id, { [one]: text });
  };
  for (const one of steps) {
    number += 1;
    switch (one.kind) {
      case 'type':
        by('page', one.field, `page ${number}`);
        break;
      case 'back':
        by('page', one.field, String(first[one.field]));
        break;
      case 'other':
        by('other', one.field, `other ${number}`);
        break;
      case 'other_back':
        by('other', one.field, String(first[one.field]));
        break;
      case 'push':
        page.push(one.isAnswered);
        break;
      case 'pull':
        page.pull();
        break;
      case 'take_id':
        if (host.task('e.1') === null) {
          host.add({ ...first, title: 'Of others', createdAt: '2026-01-01T11:00:00.000Z' }, null);
        }
    }
  }
  page.push(true);
  return { host, typed };
}

/** Texts that are neither in the row nor in the inbox, and that nobody changed who had seen them. */
function silentlyLost({ host, typed }: ReturnType<typeof play>): readonly Typed[] {
  const row = host.own(createdAt);
  return typed.filter(({ by, field: name, text, isTakenBack }, index) => {
    if (
      isTakenBack ||
      row?.[name] === text ||
      host.inbox.includes(`${name}=${JSON.stringify(text)}`)
    )
      return false;
    return !typed.some(
      (one, place) =>
        one.field === name && (one.by === by ? place > index : one.saw === text && place !== index),
    );
  });
}

describe('edits whose answers may be lost, beside those of others', () => {
  it.each([
    { what: 'a new task', isNew: true },
    { what: 'a task that is there', isNew: false },
  ])('never lose a text of $what without a word', ({ isNew }) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const played = play(steps, isNew);
        expect(silentlyLost(played)).toEqual([]);
        // However often it was sent, and whatever it was called by then: it is there once.
        const own = [...played.host.pasts.values()].filter(
          ({ states }) => states[0]?.createdAt === createdAt,
        );
        expect(own).toHaveLength(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('leave what others changed when the first push is sent again', () => {
    const lost = { kind: 'push', isAnswered: false } as const;
    const steps = [lost, { kind: 'other', field: 'description' }] as const;
    const { host } = play(steps, true);
    expect(host.own(createdAt)?.description).toBe('other 2');
    expect(host.inbox).toEqual([]);
  });

  it('keep the text in the inbox where both changed the same', () => {
    const { host } = play(
      [
        { kind: 'push', isAnswered: false },
        { kind: 'other', field: 'description' },
        { kind: 'type', field: 'description' },
        { kind: 'type', field: 'script' },
      ],
      true,
    );
    expect(host.own(createdAt)).toMatchObject({ description: 'other 2', script: 'page 4' });
    expect(host.inbox).toEqual(['description="page 3"']);
  });
});
