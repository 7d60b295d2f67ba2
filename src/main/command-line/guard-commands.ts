import type { Command } from 'commander';
import {
  decideChange,
  foreignChange,
  foreignChanges,
  isWaiting,
  settleMended,
} from '#main/engine/guard/foreign-changes.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { ChangeDecision } from '#shared/contract/guard.ts';
import { canPutBack } from '#shared/core/guard/weigh.ts';
import { itemText, ranText, workText } from '#shared/core/guard/words.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import type { ForeignChange, ForeignItem, WorkThen } from '#shared/model/foreign-change.ts';
import { inWorkspace } from './command-context.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

interface GuardOptions extends CommonOptions {
  readonly all?: boolean;
  readonly putBack?: boolean;
  readonly leave?: boolean;
  readonly undo?: boolean;
}

/** `guard`: what changed in the repository that is not Switchyard's own, and putting it back. */
export function registerGuardCommands(program: Command, context: CommandContext): void {
  program
    .command('guard')
    .description(
      'show what changed in your repository while agents and checks ran, and put it back',
    )
    .argument('[change]', 'id of a change; all that wait for you, when left out')
    .option('--put-back', 'put it back to what it was; what it is now stays kept')
    .option('--leave', 'agree to it: it stays as it is')
    .option('--undo', 'take back that a change was put back or left')
    .option('--all', 'show also what does not wait for you')
    .option('--json', 'print JSON')
    .action(async (change: string | undefined, options: GuardOptions) =>
      inWorkspace(context, options, async (workspace, printer) =>
        guard(workspace, printer, change ?? null, options),
      ),
    );
}

async function guard(
  workspace: Workspace,
  printer: Printer,
  id: string | null,
  options: GuardOptions,
): Promise<ExitCode> {
  await settleMended(workspace);
  const decisions = decisionsIn(options);
  if (decisions.length > 1) return printer.fail([onlyOne()]);
  const [decision] = decisions;
  const chosen = choose(workspace, id, options.all === true);
  if (!Array.isArray(chosen)) return printer.fail([chosen]);
  if (decision === undefined) return show(printer, chosen);
  if (decision === 'undo' && id === null) return printer.fail([nameOne()]);
  return decide(workspace, printer, chosen, decision);
}

function decisionsIn({ putBack, leave, undo }: GuardOptions): readonly ChangeDecision[] {
  return [
    ...(putBack === true ? (['put_back'] as const) : []),
    ...(leave === true ? (['leave'] as const) : []),
    ...(undo === true ? (['undo'] as const) : []),
  ];
}

function choose(workspace: Workspace, id: string | null, all: boolean): ForeignChange[] | Failure {
  if (id === null) return foreignChanges(workspace).filter((one) => all || isWaiting(one));
  const found = foreignChange(workspace, id);
  return found.ok ? [found.value] : found.error;
}

function show(printer: Printer, changes: readonly ForeignChange[]): ExitCode {
  printer.result(changes, () =>
    changes.length === 0
      ? 'Nothing of your repository waits for you. `switchyard guard --all` shows what is over.'
      : changes.map(changeLines).join('\n\n'),
  );
  return changes.some(isWaiting) ? exitCodes.incomplete : exitCodes.done;
}

async function decide(
  workspace: Workspace,
  printer: Printer,
  changes: readonly ForeignChange[],
  decision: ChangeDecision,
): Promise<ExitCode> {
  const problems: Failure[] = [];
  const decided: ForeignChange[] = [];
  for (const { id } of changes) {
    const result = await decideChange(workspace, id, decision);
    if (result.ok) decided.push(result.value);
    else problems.push(result.error);
  }
  if (problems.length > 0) return printer.fail(problems);
  const word = { put_back: 'Put back', leave: 'Left as it is', undo: 'Taken back' }[decision];
  printer.result(decided, () =>
    decided.length === 0
      ? 'Nothing of your repository waits for you.'
      : decided.map((one) => `${word}: ${one.id}\n${itemLines(one)}`).join('\n'),
  );
  return exitCodes.done;
}

function changeLines(change: ForeignChange): string {
  const { id, seenAt, ran, leftAt } = change;
  const state = leftAt !== null ? ' (left as it is)' : isWaiting(change) ? ' (waits for you)' : '';
  return [
    `${id}  seen ${momentWords(Date.parse(seenAt))}${state}`,
    ...(ran.length === 0
      ? [`  ${ranText(ran)}`]
      : ['  Then ran, beside you and your other programs:']),
    ...ran.map((one) => `    ${workText(one)}, ${timesOf(one)}`),
    itemLines(change),
    ...(isWaiting(change)
      ? [`  switchyard guard ${id} --put-back   or   switchyard guard ${id} --leave`]
      : []),
  ].join('\n');
}

function timesOf({ startedAt, endedAt }: WorkThen): string {
  const end =
    endedAt === null ? 'and at work when it was seen' : `to ${momentWords(Date.parse(endedAt))}`;
  return `${momentWords(Date.parse(startedAt))} ${end}`;
}

function itemLines({ items }: ForeignChange): string {
  return items
    .flatMap((item) => [`  ${signOf(item)} ${itemText(item)}`, ...linesOf(item)])
    .join('\n');
}

function signOf(item: ForeignItem): string {
  if (item.isPutBack) return '✓ put back:';
  return canPutBack(item) ? '•' : '·';
}

function linesOf(item: ForeignItem): readonly string[] {
  if (item.kind !== 'file') return [];
  return item.lines.map(({ kind, text }) => `      ${kind === 'added' ? '+' : '-'} ${text}`);
}

function onlyOne(): Failure {
  return failure(
    'bad-option',
    'Only one of --put-back, --leave and --undo can be done at once.',
    'Name one of them.',
  );
}

function nameOne(): Failure {
  return failure(
    'bad-option',
    'What is to be taken back?',
    'Name the change: `switchyard guard --all` shows their ids.',
  );
}
