import { assertNever } from '#shared/lib/assert-never.ts';
import type { Evidence, Verdict } from '#shared/model/evidence.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { Task } from '#shared/model/task.ts';

/**
 * The shell commands that must pass on a task's tree, in order: the task's own, else the
 * workspace's build and then its test; blank ones are left out (SPEC section 6.1).
 */
export function verificationCommands(
  task: Pick<Task, 'verify'>,
  commands: ProjectConfig['commands'],
): readonly string[] {
  const own = task.verify.filter((command) => command.trim() !== '');
  if (own.length > 0) return own;
  return [commands.build, commands.test].filter((command) => command.trim() !== '');
}

function verdictText(verdict: Verdict): string {
  switch (verdict) {
    case 'passed':
    case 'failed':
    case 'timeout':
    case 'flaky':
    case 'interrupted':
      return verdict;
    case 'could_not_run':
      return 'could not run';
    case 'nothing_collected':
      return 'nothing collected';
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** `12 passed, 1 failed, 2 skipped`; a dash where the runner does not say, or cannot be read. */
function testsText(tests: Evidence['tests']): string {
  if (tests === null) return '–';
  const { passed, failed, skipped } = tests;
  const more = [
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return [`${passed} passed`, ...more].join(', ');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** A duration for people: `85 ms`, `1.2 s`, `3 min 5 s`. */
function durationText(milliseconds: number): string {
  const rounded = Math.round(milliseconds);
  if (rounded < 1_000) return `${rounded} ms`;
  if (rounded < 59_950) return `${(rounded / 1_000).toFixed(1)} s`;
  const seconds = Math.round(rounded / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Inline code that fits into one table cell, whatever the command contains. */
function codeCell(command: string): string {
  const line = command
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ⏎ ')
    .replaceAll('|', String.raw`\|`);
  const longestRun = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const padding = longestRun > 0 ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/**
 * The "Verification Evidence" section of a task's summary: a Markdown table with the command, exit
 * code, verdict, tests, room and duration of each check, and what a person has to know of them; empty when there is none (SPEC section 6.1).
 */
export function verificationTable(evidence: readonly Evidence[]): string {
  if (evidence.length === 0) return '';
  const rows = evidence.map(
    ({ command, exitCode, verdict, tests, room, durationMs }) =>
      `| ${codeCell(command)} | ${exitCode ?? '–'} | ${verdictText(verdict)} | ${testsText(tests)} | ${room} | ${durationText(durationMs)} |`,
  );
  const marks = new Set(evidence.flatMap((one) => one.marks.map(({ text }) => oneLine(text))));
  return [
    '## Verification Evidence',
    '',
    '| Command | Exit code | Verdict | Tests | Room | Duration |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...(marks.size === 0 ? [] : ['', ...[...marks].map((text) => `- ${text}`)]),
  ].join('\n');
}
