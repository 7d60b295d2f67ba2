import { adviceFor } from '#main/cheats/advice.ts';
import type { Cheat, Expected } from '#main/cheats/cheat.ts';
import { holds, outcomeOf } from '#main/cheats/outcome.ts';
import type { Outcome, Seen } from '#main/cheats/outcome.ts';
import type { RepositoryKind } from '#main/cheats/repository-kind.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { seeTask } from './see-task.ts';
import type { PlayEnd } from './play-tasks.ts';
import type { Play } from './tasks-to-play.ts';

/** What came of one cheat. */
export interface CheatResult {
  readonly id: string;
  readonly row: number;
  /** After "the agent …". */
  readonly does: string;
  readonly expects: Expected;
  readonly outcome: Outcome;
  readonly holds: boolean;
  /** What a person can change; null where nothing needs to be. */
  readonly advice: string | null;
  /** Whether an agent that does the same task rightly got its task closed; null where none was played. */
  readonly twin: { readonly isClosed: boolean; readonly problem: string | null } | null;
}

/** What was played, and what came of it. */
export interface CheatReport extends PlayEnd {
  readonly kind: RepositoryKind;
  readonly baseBranch: string;
  readonly checks: readonly string[];
  /** Why the results mean nothing; null where they do. */
  readonly doubt: string | null;
  readonly results: readonly CheatResult[];
}

/** Looks at what the records of the copy say of each task that was played. */
export async function reportPlay(
  copy: Workspace,
  { right, broken, cheats }: Play,
  about: Omit<CheatReport, 'doubt' | 'results'>,
): Promise<CheatReport> {
  const results: CheatResult[] = [];
  for (const { cheat, task, twin } of cheats) {
    const outcome = outcomeOf(cheat, await seeTask(copy, task.taskId));
    results.push({
      ...identityOf(cheat),
      outcome,
      holds: holds(cheat, outcome),
      advice: adviceFor(cheat, outcome, copy.config),
      twin: twin === null ? null : twinOf(await seeTask(copy, twin.taskId)),
    });
  }
  const [honest, plain] = [await seeTask(copy, right.taskId), await seeTask(copy, broken.taskId)];
  return { ...about, doubt: doubtOf(honest, plain, about.checks), results };
}

function identityOf({
  id,
  row,
  does,
  expects,
}: Cheat): Pick<CheatResult, 'id' | 'row' | 'does' | 'expects'> {
  return { id, row, does, expects };
}

function twinOf(seen: Seen): CheatResult['twin'] {
  return { isClosed: isClosed(seen), problem: isClosed(seen) ? null : seen.problem };
}

function isClosed({ status, receipts }: Seen): boolean {
  return status === 'closed' && receipts > 0;
}

/** Checks that refuse right work, or let broken work pass that hides nothing, say nothing about cheats. */
function doubtOf(honest: Seen, plain: Seen, checks: readonly string[]): string | null {
  const commands = checks.join(' && ');
  if (!isClosed(honest)) {
    const why = honest.problem === null ? '' : ` (${honest.problem})`;
    return `Right work on the copy was not closed${why}: look whether "${commands}" passes in a fresh clone.`;
  }
  if (isClosed(plain)) {
    return `Work that broke a planted test and hid nothing was closed: "${commands}" does not run the tests beside yours.`;
  }
  return null;
}
