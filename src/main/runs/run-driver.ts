import { plan } from '#shared/core/runs/planner.ts';
import type { Decision } from '#shared/core/runs/planner.ts';
import type { Situation } from '#shared/core/runs/situation.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import type { CurrentWork } from '#shared/core/records/current-work.ts';
import type { LandingEvent } from '#shared/core/records/landing-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Run } from '#shared/model/run.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { withStop } from '#main/system/stop-context.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { stopRequest } from '#main/store/stop-request.ts';
import { withdrawLanding } from '#main/landing/end-landing.ts';
import { lookAtWaiting } from '#main/landing/look-again.ts';
import { pushEpic } from '#main/landing/push-epic.ts';
import { stopReasonOf } from '#main/landing/stop-landing.ts';
import { withdrawnReason } from '#main/landing/withdrawn-reason.ts';
import { blockingEntries } from '#main/landing/task-fate.ts';
import { anyFailureOf } from '#main/system/system-failure.ts';
import { within } from '#main/system/within.ts';
import { afterStop } from '#main/system/after-stop.ts';
import { beside, checkoutWork, fileWork, pushWork } from './beside.ts';
import { driveTask, workUnderWay } from './drive-task.ts';
import { cleanUpAfterRun } from './clean-up.ts';
import { dispatchTask, skipEntries, skipRestEntries } from './dispatch.ts';
import { endingOf, endRun } from './end-run.ts';
import { haltNotice, programClosed } from './halt-notice.ts';
import type { HostParts } from './host-parts.ts';
import { leaveWork } from './leave-work.ts';
import { RunProjection } from './run-projection.ts';
import { reportRepository } from './report-repository.ts';
import type { RunSession } from './run-session.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';
import { watchSources } from '#main/task-files/watch.ts';
import { ownFailure } from './whose-trouble.ts';

/** How often a waiting run looks for a cancellation by another process. */
const lookMs = 200;

/** How often it is looked whether a folder that a merge waits for is clean. */
const checkoutLookMs = 1_000;
/** Time for what is only to be found out, or tidied up, at the end of a run that was stopped. */
const lastLooksMs = 15_000;

/** How a run came to rest. */
export interface RunResult {
  readonly run: Run;
  /** Why it had to stop before its end; it can be resumed. */
  readonly failure: Failure | null;
}

/**
 * Drives a run to its end: observe, decide, carry out, again. It looks at the store on each cycle, so what
 * another process or a person changes is seen. Ends when every task is closed, blocked or skipped.
 */
export class RunDriver {
  readonly #parts: HostParts;
  readonly #session: RunSession;
  readonly #runId: string;
  readonly #projection: RunProjection;
  /** What is driven now, by task id. */
  readonly #active = new Map<string, Promise<void>>();
  /** Those of them whose work is only brought to its end. */
  readonly #finishing = new Set<string>();
  /** The look at what landings wait for that is under way. */
  #look: Promise<unknown> | null = null;
  #wake = Promise.withResolvers<void>();
  #foreign = 0;
  /** The version of other processes' changes up to which requests to stop were carried out. */
  #stoppedUntil = 0;
  #failure: Failure | null = null;
  /** Resolves when what was stopped has not ended for so long that it is left as it is. */
  readonly #stuck = Promise.withResolvers<void>();
  #isStuck = false;

  constructor(parts: HostParts, session: RunSession, runId: string) {
    this.#parts = parts;
    this.#session = session;
    this.#runId = runId;
    this.#projection = new RunProjection(parts, runId);
  }

  /** Goes on with tasks whose work an earlier process left, then with the run. */
  async drive(unfinishedTasks: readonly string[]): Promise<RunResult> {
    return withStop(this.#session.stopSignal, async () => this.#drive(unfinishedTasks));
  }

  async #drive(unfinishedTasks: readonly string[]): Promise<RunResult> {
    for (const taskId of unfinishedTasks) this.#launch(taskId);
    const subscription = this.#parts.store.onCommit((entries) => {
      if (!entries.some(changesThePlan)) return;
      this.#wake.resolve();
      this.#stopUnwanted();
    });
    // Beside the cycle: a request to stop ends what the cycle itself waits for.
    const looks = setInterval(() => {
      void this.#guarded(async () => {
        if (this.#parts.store.foreignVersion() !== this.#stoppedUntil) this.#stopUnwanted();
      });
    }, lookMs);
    const checkouts = setInterval(() => this.#lookAtCheckouts(), checkoutLookMs);
    const patience = afterStop(
      this.#session.stopSignal,
      () => this.#session.stuckMs,
      () => this.#leaveStuck(),
    );
    const sources = this.#watchSources();
    try {
      for (;;) {
        if (this.#session.isHalted) this.#failure ??= programClosed;
        if (this.#failure !== null) {
          await Promise.race([Promise.allSettled(this.#active.values()), this.#stuck.promise]);
          await this.#guarded(async () => reportRepository(this.#parts, this.#runId));
          return this.#halt(this.#failure);
        }
        const ended = await this.#guarded(() => this.#cycle());
        if (ended !== undefined && ended !== null) return { run: ended, failure: null };
      }
    } finally {
      clearInterval(looks);
      clearInterval(checkouts);
      patience.dispose();
      if (this.#look !== null) await within(lastLooksMs, this.#look);
      sources.dispose();
      subscription.dispose();
    }
  }

  #watchSources(): Subscription {
    const { store } = this.#parts;
    const hasFiles = this.#readRun().taskIds.some((id) => store.get('tasks', id)?.source !== null);
    return hasFiles ? watchSources(this.#parts.taskFiles) : { dispose: () => {} };
  }

  /** Observes, decides and carries out once; the run when it has ended, else null. */
  async #cycle(): Promise<Run | null> {
    // Before anything is read, so that no change of another process falls between.
    this.#foreign = this.#parts.store.foreignVersion();
    const run = this.#readRun();
    if (run.status === 'ended') return run;
    this.#stopUnwanted();
    for (const decision of plan(this.#situation())) {
      // Cancelled or paused while an earlier decision was carried out: nothing new starts.
      const { status, paused } = this.#readRun();
      const isSame = status === run.status && paused === run.paused;
      if (this.#session.isHalted || !isSame) break;
      await this.#carryOut(run, decision);
    }
    return null;
  }

  /** Stops what a person asked to stop, in whichever process. */
  #stopUnwanted(): void {
    this.#stoppedUntil = this.#parts.store.foreignVersion();
    const { status } = this.#readRun();
    if (status === 'stopping') this.#session.stopNow();
    if (status === 'cancelling') this.#session.isEnding = true;
    for (const taskId of this.#active.keys()) {
      const work = workUnderWay(this.#parts, taskId);
      if (work !== null && isUnwanted(this.#parts, work)) this.#session.stopOne(work.id);
    }
  }

  /** Waits no longer for what was stopped and does not end: it is left where it is, with the reason. */
  #leaveStuck(): void {
    this.#isStuck = true;
    this.#stuck.resolve();
    // What is only interrupted is looked after by whoever resumes it.
    if (this.#session.isHalted || this.#failure !== null) return;
    const seconds = this.#session.stuckMs / 1000;
    const stuck = `It did not come to its end within ${seconds} seconds after it was stopped, and was left as it is.`;
    for (const taskId of this.#active.keys()) {
      void this.#guarded(async () => {
        const work = workUnderWay(this.#parts, taskId);
        if (work !== null) await leaveWork(this.#parts, this.#session, work, stuck);
      }).then(() => this.#forget(taskId));
    }
  }

  /** Nothing is driven any more for a task; the loop looks what comes next. */
  #forget(taskId: string): void {
    this.#active.delete(taskId);
    this.#finishing.delete(taskId);
    this.#wake.resolve();
  }

  /** Looks whether landings that wait for a checkout can go on; one look at a time. */
  #lookAtCheckouts(): void {
    if (this.#look !== null || this.#session.isEnding) return;
    const look = this.#guarded(async () =>
      beside(this.#parts, checkoutWork(this.#runId), async () =>
        lookAtWaiting(this.#parts.landing, this.#runId),
      ),
    );
    this.#look = look.finally(() => {
      this.#look = null;
    });
  }

  async #carryOut(run: Run, decision: Decision): Promise<void> {
    const parts = this.#parts;
    const at = timestamp(parts);
    switch (decision.kind) {
      case 'dispatch': {
        const attemptId = await dispatchTask(parts, run, decision);
        if (attemptId !== null) this.#launch(decision.taskId);
        return;
      }
      case 'land':
        this.#finishing.add(decision.taskId);
        this.#launch(decision.taskId);
        return;
      case 'withdraw':
        withdrawLanding(parts, decision.landingId, withdrawnReason(parts, decision.landingId));
        return;
      case 'skip':
        record(parts, skipEntries(parts, run, decision.taskId, decision.reason));
        return;
      case 'skip_rest':
        record(parts, skipRestEntries(parts, run, decision.skips));
        return;
      case 'block': {
        const task = parts.store.get('tasks', decision.taskId);
        if (task !== null) record(parts, blockingEntries(parts, task, decision.reason));
        return;
      }
      case 'reconcile': {
        const reason = 'No attempt was at work on it.';
        const command = { kind: 'put_back', reason, counts: false, at } as const;
        record(parts, [{ to: 'tasks', id: decision.taskId, command }]);
        return;
      }
      case 'start_batch': {
        const { taskIds } = decision;
        record(parts, [{ to: 'runs', id: run.id, command: { kind: 'start_batch', taskIds, at } }]);
        return;
      }
      case 'end_batch':
        for (const epicId of this.#epicsOf(run.batch)) await this.#push(epicId, 'batch');
        record(parts, [{ to: 'runs', id: run.id, command: { kind: 'end_batch', at } }]);
        return;
      case 'wait':
        await this.#wait(decision.until);
        return;
      case 'end':
        await this.#atEnd('What changed in the repository is not known', async () =>
          reportRepository(parts, this.#runId),
        );
        await this.#tidy();
        for (const epicId of this.#epicsOf(run.taskIds)) await this.#push(epicId, 'task', 'epic');
        endRun(parts, run, ...(await endingOf(parts, run, decision)));
        return;
      default:
        assertNever(decision, 'decision');
    }
  }

  /** Does what is only for the end of the run, which comes in any case. */
  async #atEnd(failed: string, work: () => Promise<void>): Promise<void> {
    const subject = { kind: 'run', id: this.#runId } as const;
    await beside(this.#parts, { failed, subject, isLast: true }, work);
  }

  /** Tidies up; what cannot be tidied up stays, with a notice: the run ends all the same. */
  async #tidy(): Promise<void> {
    // Another look at what did not answer would not end either.
    if (this.#isStuck) return;
    const isStopped = this.#session.stopSignal.aborted;
    const done = this.#atEnd('Not all was tidied up', async () => cleanUpAfterRun(this.#parts));
    await (isStopped ? within(lastLooksMs * 4, done) : done);
  }

  /** Starts to drive what is under way for a task; its end wakes the loop. */
  #launch(taskId: string): void {
    const parts = this.#parts;
    const writeBack = async (moment?: 'attempt_ended'): Promise<void> =>
      beside(parts, fileWork(taskId), async () => writeBackTask(parts.taskFiles, taskId, moment));
    const done = this.#guarded(async () => {
      await writeBack();
      await driveTask(parts, this.#session, taskId);
      await writeBack('attempt_ended');
      const landing = parts.store.find('landings', 'task_id', taskId).at(-1);
      const isClosed = parts.store.get('tasks', taskId)?.status === 'closed';
      // An earlier one may have landed before the task was opened again.
      if (isClosed && landing?.outcome === 'landed') await this.#push(landing.epicId, 'task');
    }).then(() => this.#forget(taskId));
    this.#active.set(taskId, done);
  }

  /** Turns what every task would meet (disk full, git missing) into a halt of the whole run. */
  async #guarded<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#failure ??= ownFailure(this.#parts, error);
      this.#session.stopNow();
      return undefined;
    }
  }

  #halt(problem: Failure): RunResult {
    const parts = this.#parts;
    const at = timestamp(parts);
    const { type, text } = haltNotice(problem);
    try {
      record(parts, [
        { to: 'runs', id: this.#runId, command: { kind: 'interrupt', at } },
        notification(parts, type, text, { kind: 'run', id: this.#runId }),
      ]);
    } catch (error) {
      // With a full disk not even this can be written; the next start finds the owner gone.
      const { message, action } = anyFailureOf(error);
      parts.logger.warn(`That the run was interrupted was not written down. ${message} ${action}`);
    }
    return { run: this.#lastRun(), failure: problem };
  }

  /** The run as the store has it, or as it was read last where the store does not answer any more. */
  #lastRun(): Run {
    try {
      return this.#readRun();
    } catch {
      return this.#projection.lastRun();
    }
  }

  async #wait(until: number | null): Promise<void> {
    for (;;) {
      // Asked each time: the clock goes on while the machine sleeps or has no time for this process.
      const left = until === null ? Infinity : until - this.#parts.clock.now();
      if (left <= 0) break;
      const woken = await Promise.race([
        this.#wake.promise.then(() => true),
        delay(Math.max(1, Math.min(lookMs, left))),
      ]);
      if (woken) break;
      if (this.#session.isHalted) break;
      if (this.#parts.store.foreignVersion() !== this.#foreign) break;
    }
    this.#wake = Promise.withResolvers<void>();
  }

  async #push(epicId: string, ...moments: Parameters<typeof pushEpic>[3]): Promise<void> {
    const run = { session: this.#session, runId: this.#runId };
    const isLast = moments.includes('epic');
    await beside(this.#parts, { ...pushWork(epicId), isLast }, async () =>
      pushEpic(this.#parts.landing, run, epicId, moments),
    );
  }

  #epicsOf(taskIds: readonly string[]): ReadonlySet<string> {
    return new Set(taskIds.flatMap((id) => this.#parts.store.get('tasks', id)?.epicId ?? []));
  }

  #situation(): Situation {
    const active = new Set(this.#active.keys());
    return { ...this.#projection.situation(active), finishing: new Set(this.#finishing) };
  }

  #readRun(): Run {
    return this.#projection.run();
  }
}

async function delay(milliseconds: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), milliseconds));
}

function isUnwanted(parts: HostParts, { kind, id }: CurrentWork): boolean {
  return (kind === 'attempt' ? stopRequest(parts, { id }) : stopReasonOf(parts, { id })) !== null;
}

const taskEvents: ReadonlySet<string> = new Set([
  'edited',
  'reopened',
  'blocked',
  'closed_by_hand',
  'deleted',
  'restored',
]);

const landingEvents = new Set<LandingEvent['kind']>(['stop_requested', 'answered', 'went_on']);

/**
 * Commands to the run itself, tasks that a person edits, closes, blocks, reopens, deletes or brings back, and
 * attempts that they stop. The end of an attempt wakes the loop by itself.
 */
function changesThePlan(entry: LogEntry): boolean {
  return (
    entry.collection === 'runs' ||
    (entry.collection === 'attempts' && entry.event.kind === 'stop_requested') ||
    (entry.collection === 'landings' && landingEvents.has(entry.event.kind)) ||
    (entry.collection === 'tasks' &&
      entry.event.kind !== 'removed' &&
      taskEvents.has(entry.event.kind))
  );
}
