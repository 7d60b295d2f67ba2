import { openAttempts } from '#main/engine/runs/run-report.ts';
import { AgentLines } from '#main/engine/runs/agent-lines.ts';
import type { DrivenRun } from '#main/engine/runs/run-control.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { batchEntry, progressLine, tallyLine, tallyOf } from '#shared/core/runs/run-summary.ts';
import { shownLine, shownValue } from '#shared/core/text/shown-text.ts';
import { isReady } from '#shared/core/runs/readiness.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import { isOnItsPlace } from '#shared/core/records/landing-machine.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import type { LiveLines, Printer } from './terminal-output.ts';

const redrawMs = 100;
const barWidth = 30;
const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Shows a run while it goes on: in a terminal one line per running task under a bar, elsewhere one
 * line per event. Everything shown is read from the store.
 */
export class RunDisplay {
  readonly #workspace: Workspace;
  readonly #driven: DrivenRun;
  readonly #printer: Printer;
  readonly #agentLines = new AgentLines();
  /** The part of the terminal that is drawn over; null where there is none, or none any more. */
  #live: LiveLines | null;
  readonly #end: () => void;
  #frame = 0;

  constructor(workspace: Workspace, driven: DrivenRun, printer: Printer) {
    this.#workspace = workspace;
    this.#driven = driven;
    this.#printer = printer;
    const live = printer.live();
    this.#live = live;
    const subscription = workspace.store.onCommit((entries) => this.#logEntries(entries));
    if (live === null) {
      this.#end = () => subscription.dispose();
      return;
    }
    const timer = setInterval(() => this.#draw(), redrawMs);
    this.#end = () => {
      clearInterval(timer);
      subscription.dispose();
      this.#live = null;
      live.end();
    };
  }

  /** Stops drawing and leaves the final tally. */
  finish(): void {
    this.#end();
    const run = this.#run();
    if (run !== null) this.log(tallyLine(tallyOf(run, this.#tasks(run))));
  }

  /** Puts a line where it stays, above what is drawn over. */
  log(text: string): void {
    const run = this.#run();
    if (run !== null && run.batch.length > 0) this.#lastBatch = run.batch;
    this.#live?.clear();
    this.#printer.line(text);
    this.#draw();
  }

  #logEntries(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      if (entry.collection === 'notifications') {
        const { type, text } = shownValue(entry.document);
        // The progress line says the same with the position in the run.
        if (type !== 'task_started') this.log(`${markOf(type)} ${text}`);
      } else if (entry.collection === 'attempts') {
        this.#logAttempt(entry);
      } else if (entry.collection === 'landings') {
        this.#logLanding(entry);
      } else if (entry.collection === 'runs' && entry.event.kind === 'batch_ended') {
        this.#logBatch();
      }
    }
  }

  #logAttempt(entry: Extract<LogEntry, { collection: 'attempts' }>): void {
    const { event } = entry;
    if (event.kind === 'created') {
      const run = this.#run();
      const task = shownValue(this.#workspace.store.get('tasks', event.attempt.taskId));
      if (run === null || task === null) return;
      const again = event.attempt.number > 1 ? ` (attempt ${event.attempt.number})` : '';
      this.log(`▶ ${progressLine(run, task)}${again}`);
    } else if (event.kind === 'ended' && event.ending.outcome !== 'delivered') {
      const attempt = this.#workspace.store.get('attempts', entry.id);
      this.#logEnd(attempt?.taskId, event.ending);
    }
  }

  #logLanding({ id, event }: Extract<LogEntry, { collection: 'landings' }>): void {
    if (event.kind !== 'ended' || isOnItsPlace(event.ending.outcome)) return;
    const landing = this.#workspace.store.get('landings', id);
    if (landing?.kind === 'merge') this.#logEnd(landing.works.at(-1)?.taskId, event.ending);
  }

  #logEnd(
    taskId: string | undefined,
    { problem, outcome }: { readonly problem: string | null; readonly outcome: string },
  ): void {
    this.log(`↻ ${taskId}: ${shownLine(problem ?? outcome)}`);
  }

  #lastBatch: readonly string[] = [];

  #logBatch(): void {
    const run = this.#run();
    if (run === null) return;
    const tasks = this.#tasks(run);
    const done = new Set(this.#lastBatch);
    const batch = tasks.filter((task) => done.has(task.id));
    const isClosed = (id: string): boolean =>
      this.#workspace.store.get('tasks', id)?.status === 'closed';
    const { tddEnabled } = run.settings;
    const unblocked = tasks.filter(
      (task) =>
        isReady(task, isClosed, tddEnabled) &&
        !isReady(task, (id) => isClosed(id) && !done.has(id), tddEnabled),
    );
    this.log(batchEntry(run.batchNumber, batch, unblocked));
  }

  #draw(): void {
    const run = this.#run();
    if (run === null || this.#live === null) return;
    this.#frame += 1;
    const tally = tallyOf(run, this.#tasks(run));
    const done = tally.completed + tally.blocked + tally.skipped;
    const filled = Math.round((done / Math.max(1, tally.total)) * barWidth);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    const { lastLines } = this.#agentLines.look(this.#driven, this.#workspace);
    const lines = this.#running(run).map((attempt) =>
      this.#attemptLine(attempt, lastLines[attempt.id] ?? ''),
    );
    this.#live.draw([`${bar} ${done}/${tally.total}`, ...lines]);
  }

  #running(run: Run): readonly AttemptView[] {
    return openAttempts(this.#workspace.store, run.id);
  }

  #attemptLine(attempt: AttemptView, last: string): string {
    const task = this.#workspace.store.get('tasks', attempt.taskId);
    const mark = spinner[this.#frame % spinner.length] ?? '';
    const since = Date.parse(attempt.startedAt ?? attempt.createdAt);
    const seconds = Math.max(0, Math.round((this.#workspace.clock.now() - since) / 1000));
    const head = `${mark} ${attempt.taskId} ${task?.title ?? ''} · ${attempt.phase} ${seconds}s`;
    const width = this.#printer.columns - 1;
    return shownLine(last === '' ? head : `${head} · ${last}`).slice(0, width);
  }

  #run(): Run | null {
    return shownValue(this.#workspace.store.get('runs', this.#driven.run.id));
  }

  #tasks(run: Run): readonly Task[] {
    return shownValue(run.taskIds.flatMap((id) => this.#workspace.store.get('tasks', id) ?? []));
  }
}

function markOf(type: string): string {
  if (type === 'task_completed' || type === 'run_completed') return '✔';
  if (type === 'task_blocked' || type === 'run_failed' || type === 'repository_changed') return '⚠';
  if (type === 'task_skipped') return '↷';
  return '•';
}
