import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import type { SessionView } from '#shared/contract/attempts.ts';
import { mostEntries } from '#shared/contract/attempts.ts';
import { entryLines } from '#shared/core/agent-output/session/entry-text.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import {
  attemptOutput,
  readSession,
  revisionOf,
  whenSessionMoves,
} from '#main/engine/tasks/attempt-session.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import { inWorkspace } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

interface LogsOptions extends CommonOptions {
  readonly attempt?: string;
  readonly follow?: boolean;
  readonly raw?: boolean;
}

/** `logs`. */
export function registerLogsCommand(program: Command, context: CommandContext): void {
  program
    .command('logs <task>')
    .description('print what the agent of a task said and did')
    .option('--attempt <number>', 'of this attempt; else of the last one that was started')
    .option('--follow', 'go on until the agent has ended')
    .option('--raw', 'print what the agent printed, as it is but for escape sequences')
    .option('--json', 'print JSON; with --follow one event a line')
    .action((taskId: string, options: LogsOptions) =>
      inWorkspace(context, options, async (workspace, printer) => {
        const attempt = attemptOf(workspace, taskId, options);
        if (!attempt.ok) return printer.fail([attempt.error]);
        const { id } = attempt.value;
        if (options.raw === true) return printRaw(workspace, printer, id, options.follow === true);
        return printer.json && options.follow !== true
          ? printAll(workspace, printer, attempt.value)
          : printEntries(workspace, printer, id, options.follow === true);
      }),
    );
}

function attemptOf(
  { store }: Workspace,
  taskId: string,
  options: LogsOptions,
): Result<Attempt, Failure> {
  if (options.raw === true && options.json === true) {
    const message = '--raw and --json do not go together: raw output has no form.';
    return err(failure('bad-option', message, 'Name one of them.'));
  }
  if (store.get('tasks', taskId) === null) {
    return err(failure('unknown-task', `There is no task ${taskId}.`, 'See `switchyard list`.'));
  }
  const started = store
    .find('attempts', 'task_id', taskId)
    .filter(({ startedAt }) => startedAt !== null)
    .toSorted((a, b) => a.number - b.number);
  const number = options.attempt === undefined ? null : Number(options.attempt);
  const found =
    number === null ? started.at(-1) : started.find((attempt) => attempt.number === number);
  if (found !== undefined) return ok(found);
  const known = started.map((attempt) => attempt.number).join(', ');
  return err(
    failure(
      'unknown-attempt',
      number === null
        ? `No agent has worked on ${taskId} yet.`
        : `${taskId} has no attempt ${options.attempt} that was started.`,
      known === '' ? 'Run it: `switchyard run`.' : `It has: ${known}.`,
    ),
  );
}

/** All entries as one JSON value. */
async function printAll(
  workspace: Workspace,
  printer: Printer,
  { id, taskId, number, agent }: Attempt,
): Promise<ExitCode> {
  const entries: SessionEntry[] = [];
  let view = await part(workspace, id, 0);
  for (; view.ok; view = await part(workspace, id, entriesEnd(view.value))) {
    entries.push(...view.value.entries);
    if (entriesEnd(view.value) < view.value.end) continue;
    const { isCut, spent, isLive } = view.value;
    printer.result(
      { task: taskId, attempt: number, agent, isLive, isCut, spent, entries },
      () => '',
    );
    return exitCodes.done;
  }
  return printer.fail([view.error]);
}

/** Entries one after the other, each once it is whole; with `follows` until the agent has ended. */
async function printEntries(
  workspace: Workspace,
  printer: Printer,
  attemptId: string,
  follows: boolean,
): Promise<ExitCode> {
  let place = 0;
  for (;;) {
    const view = await part(workspace, attemptId, place);
    if (!view.ok) return printer.fail([view.error]);
    const { isLive, revision, from, entries, end } = view.value;
    const mayGrow = isLive && follows;
    const whole = entries.filter((entry, index) => !mayGrow || isWhole(entry, from + index, end));
    const ready = mayGrow ? untilFirst(entries, whole) : entries;
    for (const entry of ready) printEntry(printer, entry);
    place = from + ready.length;
    if (place < end && ready.length > 0) continue;
    if (!mayGrow) {
      if (view.value.pending.trim() !== '') printer.line(view.value.pending);
      return exitCodes.done;
    }
    await whenSessionMoves(workspace, attemptId, revision);
  }
}

/** The entries before the first that is not among those that are whole. */
function untilFirst(
  entries: readonly SessionEntry[],
  whole: readonly SessionEntry[],
): readonly SessionEntry[] {
  const index = entries.findIndex((entry) => !whole.includes(entry));
  return index < 0 ? entries : entries.slice(0, index);
}

/** What runs, and what is last and may be joined by more, is not whole. */
function isWhole(entry: SessionEntry, place: number, end: number): boolean {
  if (entry.kind === 'tool') return entry.state !== 'running';
  const mayBeJoined = entry.kind === 'text' || entry.kind === 'other' || entry.kind === 'retry';
  return !mayBeJoined || place < end - 1;
}

function printEntry(printer: Printer, entry: SessionEntry): void {
  if (printer.json) printer.document(`${JSON.stringify(entry)}\n`);
  else printer.line(entryLines(entry));
}

async function part(
  workspace: Workspace,
  attemptId: string,
  from: number,
): Promise<Result<SessionView, Failure>> {
  return readSession(workspace, { attemptId, from, count: mostEntries });
}

function entriesEnd({ from, entries }: SessionView): number {
  return from + entries.length;
}

const pieceBytes = 64 * 1024;

/** What was printed, line by line. */
async function printRaw(
  workspace: Workspace,
  printer: Printer,
  attemptId: string,
  follows: boolean,
): Promise<ExitCode> {
  const decoder = new TextDecoder();
  let offset = 0;
  let rest = '';
  for (;;) {
    const found = attemptOutput(workspace, attemptId);
    if (!found.ok) return printer.fail([found.error]);
    const { transcriptFile, isExpected } = found.value;
    for (;;) {
      const bytes = await readAt(transcriptFile, offset);
      if (bytes.length === 0) break;
      offset += bytes.length;
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) printer.line(lines.map((line) => line.replace(/\r$/, '')).join('\n'));
    }
    if (!isExpected || !follows) break;
    await whenSessionMoves(workspace, attemptId, revisionOf(offset, true));
  }
  if (rest !== '') printer.line(rest);
  return exitCodes.done;
}

async function readAt(file: string, offset: number): Promise<Uint8Array> {
  const opened = await openForeignFile(dirname(file), basename(file));
  if (!opened.ok || opened.value === null) return new Uint8Array();
  try {
    const { buffer, bytesRead } = await opened.value.read(
      Buffer.alloc(pieceBytes),
      0,
      pieceBytes,
      offset,
    );
    return buffer.subarray(0, bytesRead);
  } finally {
    await opened.value.close();
  }
}
