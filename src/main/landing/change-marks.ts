import { marksOfChange, unasked } from '#shared/core/evidence/change-marks.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Task } from '#shared/model/task.ts';
import { changeFindings } from './change-findings.ts';
import type { Comparison } from './change-findings.ts';
import type { LandingParts } from './landing-parts.ts';

/** What a change does to its own checks. */
export interface ChangeMarks {
  readonly marks: readonly Mark[];
  /** Why it is sent back before anything is checked; null when it is not. */
  readonly refusal: string | null;
}

const nothing: ChangeMarks = { marks: [], refusal: null };

/**
 * The marks of a change that is to land: the one place where they are made. With `verify.protect: strict` what the
 * task did not ask for is sent back (SPEC section 6.1).
 */
export async function changeMarks(
  { git, config }: Pick<LandingParts, 'git' | 'config'>,
  task: Pick<Task, 'filesToModify' | 'testFiles'>,
  comparison: Comparison,
  commands: readonly string[],
): Promise<ChangeMarks> {
  const { protect } = config.verify;
  if (protect === 'off') return nothing;
  const findings = await changeFindings(git, comparison, commands);
  const marks = marksOfChange(findings);
  return {
    marks,
    refusal: protect === 'strict' ? refusalOf(marksOfChange(unasked(findings, task))) : null,
  };
}

/** What is said of marks that do not let a change land; null when there is none. */
export function refusalOf(marks: readonly Pick<Mark, 'text'>[]): string | null {
  if (marks.length === 0) return null;
  const seen = marks.map(({ text }) => `${text}.`).join(' ');
  return `${seen} The task did not ask for that: leave it as it was, or name the files in the task.`;
}
