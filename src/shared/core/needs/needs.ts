import { endsByHand } from '#shared/core/inbox/entry-kinds.ts';
import { isForPerson } from '#shared/core/records/waiting-work.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { GateKind, Landing } from '#shared/model/landing.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import type { TrustState } from '#shared/model/trust.ts';
import { questionIn } from './question-words.ts';

/** Something that waits for a person; `key` names it as long as it does, `since` is null where nobody wrote it down. */
export type Need = { readonly key: string; readonly since: string | null } & (
  | {
      readonly kind: 'question';
      readonly taskId: string;
      readonly attemptId: string;
      readonly question: string;
      /** Whether this host has the agent's terminal, so that an answer can be given here. */
      readonly isHere: boolean;
    }
  /** An agent that has printed nothing (new) for long. */
  | { readonly kind: 'silent'; readonly taskId: string; readonly entry: Notification }
  | { readonly kind: 'blocked'; readonly taskId: string; readonly reason: string | null }
  | {
      readonly kind: 'landing';
      readonly taskId: string;
      readonly landingId: string;
      readonly gate: GateKind;
      readonly reason: string;
    }
  | { readonly kind: 'interrupted'; readonly runId: string }
  | { readonly kind: 'trust'; readonly state: Exclude<TrustState, 'trusted'> }
  | { readonly kind: 'change'; readonly changeId: string; readonly entry: Notification | null }
  /** What only its entry knows, until the person says that it is dealt with. */
  | {
      readonly kind: 'entry';
      readonly entry: Notification;
      /** The entries that say the same about it: they are dealt with together. */
      readonly ids: readonly string[];
    }
);
export type NeedKind = Need['kind'];

/** Documents by id; a map is one, and so is a store. */
interface Lookup<Document> {
  get(id: string): Document | undefined;
  values(): Iterable<Document>;
}

/** What a host knows beside the records. */
export interface NeedStatus {
  /** The run that has not ended: whether a living process drives it, and whether it is the host's own. */
  readonly run: { readonly id: string; readonly alive: boolean; readonly here: boolean } | null;
  /** What agents ask that run here and wait for an answer. */
  readonly questions: readonly {
    readonly attemptId: string;
    readonly text: string;
    readonly since: string;
  }[];
  /** Changes of the repository of which the person has still to say what becomes of them. */
  readonly foreignChanges: readonly string[];
  readonly trust: TrustState;
}

/** All that what waits for a person follows from. */
export interface NeedRecords {
  readonly notifications: { values(): Iterable<Notification> };
  /** All tasks, or the blocked ones. */
  readonly tasks: {
    values(): Iterable<Pick<Task, 'id' | 'status' | 'blockedReason' | 'updatedAt'>>;
  };
  readonly epics: Pick<Lookup<Pick<Epic, 'status'>>, 'get'>;
  readonly attempts: Pick<Lookup<Pick<Attempt, 'phase' | 'taskId'>>, 'get'>;
  /** All landings, or those that wait. */
  readonly landings: { values(): Iterable<Pick<Landing, 'id' | 'works' | 'phase' | 'waitsFor'>> };
  readonly runs: Lookup<Pick<Run, 'id' | 'status' | 'outcome' | 'startedAt'>>;
  /** Null before it is known. */
  readonly status: NeedStatus | null;
}

/**
 * All that waits for a person, each cause once: agents that ask, which occupy a slot of the run, then what is
 * blocked, then merges that wait, then the rest; of one kind what waits longest first. It follows from the
 * records alone; whether something was read does not matter.
 */
export function needsOf(records: NeedRecords): readonly Need[] {
  const asking = questions(records);
  return [
    ...bySince(asking),
    ...bySince(silences(records, new Set(asking.map(({ taskId }) => taskId)))),
    ...bySince(blockedTasks(records)),
    ...bySince(waitingLandings(records)),
    ...interruptedRuns(records),
    ...trustOf(records),
    ...bySince(changes(records)),
    ...bySince(entries(records)),
  ];
}

/** Tasks of which something waits for a person; `waiting`: for an answer or a decision, and not because it is blocked. */
export function tasksInNeed(needs: readonly Need[]): {
  readonly all: ReadonlySet<string>;
  readonly waiting: ReadonlySet<string>;
} {
  const all = new Set<string>();
  const waiting = new Set<string>();
  for (const need of needs) {
    const taskId = taskOfNeed(need);
    if (taskId === null) continue;
    all.add(taskId);
    if (need.kind !== 'blocked') waiting.add(taskId);
  }
  return { all, waiting };
}

/** The task that a need is about; null when it is about the run or the repository. */
export function taskOfNeed(need: Need): string | null {
  if ('taskId' in need) return need.taskId;
  if (need.kind !== 'entry' && need.kind !== 'change') return null;
  return need.entry?.subject.kind === 'task' ? need.entry.subject.id : null;
}

function bySince<One extends { readonly since: string | null }>(all: readonly One[]): One[] {
  return all.toSorted((a, b) => (a.since ?? '').localeCompare(b.since ?? ''));
}

type Of<Kind extends NeedKind> = Extract<Need, { kind: Kind }>;

/** Of agents that run here the host knows; those of another process are taken at their word. */
function questions(records: NeedRecords): Of<'question'>[] {
  const { attempts, status } = records;
  const isAlive = status === null || status.run?.alive === true;
  if (!isAlive) return [];
  if (status?.run?.here === true) {
    return status.questions.flatMap(({ attemptId, text, since }) => {
      const attempt = attempts.get(attemptId);
      if (attempt?.phase !== 'running') return [];
      const { taskId } = attempt;
      const key = `question ${attemptId} ${since}`;
      return [{ kind: 'question', key, taskId, attemptId, question: text, since, isHere: true }];
    });
  }
  return newest(records, 'attempt_waiting').flatMap(({ id, subject, text, createdAt }) => {
    const attempt = attempts.get(subject.id);
    if (attempt?.phase !== 'running') return [];
    return [
      {
        kind: 'question',
        key: `question ${id}`,
        taskId: attempt.taskId,
        attemptId: subject.id,
        question: questionIn(text) ?? text,
        since: createdAt,
        isHere: false,
      },
    ];
  });
}

function silences(records: NeedRecords, asking: ReadonlySet<string>): Of<'silent'>[] {
  const { attempts, status } = records;
  if (status !== null && status.run?.alive !== true) return [];
  return newest(records, 'attempt_silent').flatMap((entry) => {
    const attempt = attempts.get(entry.subject.id);
    if (attempt?.phase !== 'running' || asking.has(attempt.taskId)) return [];
    const { taskId } = attempt;
    return [{ kind: 'silent', key: `silent ${taskId}`, taskId, entry, since: entry.createdAt }];
  });
}

function blockedTasks({ tasks }: NeedRecords): Of<'blocked'>[] {
  const found: Of<'blocked'>[] = [];
  for (const { id, status, blockedReason, updatedAt } of tasks.values()) {
    if (status !== 'blocked') continue;
    found.push({
      kind: 'blocked',
      key: `blocked ${id}`,
      taskId: id,
      reason: blockedReason,
      since: updatedAt,
    });
  }
  return found;
}

function waitingLandings({ landings }: NeedRecords): Of<'landing'>[] {
  const found: Of<'landing'>[] = [];
  for (const { id, works, phase, waitsFor } of landings.values()) {
    if (phase !== 'waiting' || waitsFor === null || !isForPerson(waitsFor)) continue;
    const { gate, reason, since } = waitsFor;
    const taskId = works.at(-1)?.taskId ?? '';
    found.push({
      kind: 'landing',
      key: `landing ${id}`,
      landingId: id,
      taskId,
      gate,
      reason,
      since,
    });
  }
  return found;
}

function interruptedRuns({ runs, status }: NeedRecords): Of<'interrupted'>[] {
  for (const run of runs.values()) {
    if (run.status === 'ended') continue;
    const isGone = status?.run?.id === run.id && !status.run.alive;
    const isLeft = run.status === 'interrupted' && status?.run?.alive !== true;
    if (!isGone && !isLeft) continue;
    return [{ kind: 'interrupted', key: `interrupted ${run.id}`, runId: run.id, since: null }];
  }
  return [];
}

function trustOf({ status }: NeedRecords): Of<'trust'>[] {
  const state = status?.trust ?? 'trusted';
  return state === 'trusted' ? [] : [{ kind: 'trust', key: 'trust', state, since: null }];
}

/** Before the host has said which still stand, those count that nobody has read. */
function changes(records: NeedRecords): Of<'change'>[] {
  const entries = new Map(
    newest(records, 'repository_changed').map((entry) => [entry.subject.id, entry]),
  );
  const unread = [...entries.values()].filter(({ read }) => !read).map(({ subject }) => subject.id);
  return (records.status?.foreignChanges ?? unread).map((changeId) => {
    const entry = entries.get(changeId) ?? null;
    return {
      kind: 'change',
      key: `change ${changeId}`,
      changeId,
      entry,
      since: entry?.createdAt ?? null,
    };
  });
}

/** What ends by the person's word, as long as it can still mean anything, and the cap of a run that goes on. */
function entries(records: NeedRecords): Of<'entry'>[] {
  const { runs, epics } = records;
  const capped = newest(records, 'cap_reached').filter(
    ({ subject }) => (runs.get(subject.id)?.status ?? 'ended') !== 'ended',
  );
  const open = [...records.notifications.values()].filter(({ type, read, subject: { id } }) => {
    if (read || !endsByHand(type)) return false;
    if (type === 'run_failed') return isLastWord(id, runs);
    if (type === 'push_failed') return (epics.get(id)?.status ?? 'closed') !== 'closed';
    return true;
  });
  const together = Map.groupBy([...capped, ...open], aboutOf);
  return [...together].map(([about, same]) => {
    const [first, ...others] = same.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
    if (first === undefined) throw new Error(`Nothing is about ${about}.`);
    return {
      kind: 'entry',
      key: `entry ${about}`,
      entry: first,
      ids: [first, ...others].map(({ id }) => id),
      since: first.createdAt,
    };
  });
}

/** What was typed and not taken, and what was found in the records, is each time something else. */
function aboutOf({ id, type, subject }: Notification): string {
  return type === 'edit_refused' || type === 'records_changed' ? id : `${type} ${subject.id}`;
}

/** Whether a run ended with an error and nothing was run since. */
function isLastWord(runId: string, runs: NeedRecords['runs']): boolean {
  const run = runs.get(runId);
  if (run === undefined || (run.status === 'ended' && run.outcome !== 'failed')) return false;
  if (run.status !== 'ended' && run.status !== 'interrupted') return false;
  return ![...runs.values()].some(({ startedAt }) => startedAt > run.startedAt);
}

/** The newest entry of a type for each subject. */
function newest(
  { notifications }: NeedRecords,
  type: Notification['type'],
): readonly Notification[] {
  const found = new Map<string, Notification>();
  for (const entry of notifications.values()) {
    if (entry.type !== type) continue;
    const known = found.get(entry.subject.id);
    if (known === undefined || known.createdAt <= entry.createdAt) {
      found.set(entry.subject.id, entry);
    }
  }
  return [...found.values()];
}
