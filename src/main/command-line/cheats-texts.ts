import { assertNever } from '#shared/lib/assert-never.ts';
import type { CheatReport, CheatResult } from '#main/engine/cheats/report-play.ts';

/** The table of `doctor --cheats`. */
export function describeCheats(report: CheatReport): string {
  const { results, doubt, checks, baseBranch, kind, seconds, halted } = report;
  const played = results.filter(({ outcome }) => outcome.kind !== 'not_played');
  const sound = played.filter(({ holds }) => holds).length;
  const width = Math.max(...results.map(({ id }) => id.length), 0);
  return [
    `Played on a copy of ${baseBranch} (${kindWords[kind]}): ${checks.join(' && ')}`,
    ...(doubt === null ? [] : [`✖ ${doubt}`]),
    ...(halted === null ? [] : [`✖ The run on the copy halted: ${halted}`]),
    '',
    ...results.flatMap((result) => lines(result, width)),
    '',
    `${sound} of ${played.length} hold, in ${seconds} s.${report.wasCut ? ` The time was over: ${results.length - played.length} were not played to their end.` : ''}`,
    'The copy is deleted; your repository is as it was.',
  ].join('\n');
}

const kindWords: Readonly<Record<CheatReport['kind'], string>> = {
  node: "tests of node's own runner",
  vitest: 'tests of Vitest',
  jest: 'tests of Jest',
  pytest: 'tests of pytest',
  shell: 'commands of the shell',
};

function lines(result: CheatResult, width: number): readonly string[] {
  const { id, does, outcome, advice, twin, holds } = result;
  const mark = outcome.kind === 'not_played' ? '–' : holds ? '✔' : '✖';
  const shown = [`${mark} ${id.padEnd(width)}  ${outcomeWords(result)}`, `    the agent ${does}`];
  if (advice !== null) shown.push(`    → ${advice}`);
  if (twin !== null && !twin.isClosed) {
    shown.push(`    ✖ its honest twin was not closed: ${twin.problem ?? 'no reason is recorded'}`);
  }
  return shown;
}

function outcomeWords({ outcome }: CheatResult): string {
  switch (outcome.kind) {
    case 'caught':
      return `caught (${outcome.why})`;
    case 'shown':
      return `shown (${outcome.why})`;
    case 'unseen':
      return 'landed, and nothing says so';
    case 'not_played':
      return `not played to its end (${outcome.why})`;
    default:
      return assertNever(outcome, 'outcome');
  }
}
