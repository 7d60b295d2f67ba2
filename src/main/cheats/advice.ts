import { assertNever } from '#shared/lib/assert-never.ts';
import type { MarkKind } from '#shared/model/mark.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { Cheat } from './cheat.ts';
import type { Outcome } from './outcome.ts';

/** What a person can change so that a cheat is caught, or shown; null where it is caught, or nothing is to be done. */
export function adviceFor(
  { marks }: Pick<Cheat, 'marks'>,
  outcome: Outcome,
  config: ProjectConfig,
): string | null {
  switch (outcome.kind) {
    case 'caught':
    case 'not_played':
      return null;
    case 'shown':
      return marks.some((kind) => sentBack.has(kind)) ? strict : null;
    case 'unseen':
      return unseenAdvice(marks, config);
    default:
      return assertNever(outcome, 'outcome');
  }
}

/** Marks that `verify.protect: strict` turns into a refusal. */
const sentBack: ReadonlySet<MarkKind> = new Set([
  'check_changed',
  'tests_missing',
  'tests_skipped',
  'tests_emptied',
]);

const strict = 'Set verify.protect: strict to have such work sent back.';

function unseenAdvice(marks: readonly MarkKind[], { verify }: ProjectConfig): string {
  if (verify.protect === 'off' && marks.length > 0) {
    return 'Set verify.protect: warn, or strict to have such work sent back.';
  }
  if (verify.room === 'worktree') return 'Set verify.room: clean.';
  if (marks.some((kind) => kind.startsWith('tests_'))) {
    if (!verify.baseline) return 'Set verify.baseline: true.';
    return 'Have the test command print which tests ran, or name a report of it: verify.report.';
  }
  return 'Look at what this work changes when you review.';
}
