import { join } from 'node:path';
import { firstCause } from '#shared/core/agent-output/cause.ts';
import { isKnownCache } from '#shared/core/paths/known-caches.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { carriedFrom } from '#main/git/worktree-files.ts';
import { redChecks } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import type { LandingParts } from './landing-parts.ts';

/** So many files and folders of the checkout are named. */
const mostNamed = 8;
const longestReason = 200;
const ownWords = /^\[.*\]$/;

/**
 * That checks fail before an agent has done anything, with what a person can do about it; null when they do not. What
 * works in the checkout may fail in a clean room, so it says what of the checkout a room does not have.
 */
export async function baselineProblem(
  parts: Pick<LandingParts, 'git' | 'repository' | 'config' | 'paths'>,
  baselines: readonly Baseline[],
): Promise<Failure | null> {
  const red = redChecks(baselines);
  if (red.length === 0) return null;
  const epics = baselines
    .filter((one) => redChecks([one]).length > 0)
    .map(({ epicId, commit }) => `${epicId} (${commit.slice(0, 10)})`);
  const named = red.map((one) => describeCheck(parts, one));
  const missing = await missingInRooms(parts);
  return failure(
    'baseline-red',
    `Without any agent's work, the checks do not pass on ${epics.join(', ')}: ${[...new Set(named)].join('; ')}.`,
    [missing, whatToDo(red)].filter((words) => words !== '').join(' '),
  );
}

function describeCheck(
  { paths }: Pick<LandingParts, 'paths'>,
  { command, verdict, outputTail, outputFile }: Evidence,
): string {
  const lines = outputTail.split('\n');
  // What the app adds at the end names the program that is missing.
  const own = verdict === 'could_not_run' ? lines.findLast((line) => ownWords.test(line)) : null;
  const reason = (own ?? firstCause(lines)).slice(0, longestReason);
  const words = reason === '' ? '' : ` (${reason})`;
  const place = `; its output is in ${join(paths.evidence, outputFile)}`;
  return `"${command}" ${verdictWords(verdict)}${words}${place}`;
}

function whatToDo(red: readonly Evidence[]): string {
  // No work of an agent could make such a check pass, whatever is said of it.
  if (red.some(({ outputTail }) => outputTail.includes('dependencies could not be set up'))) {
    return 'Mend worktree.setup: it runs in a folder that has what is in git, and has to work there by itself.';
  }
  if (red.some(({ verdict }) => verdict === 'could_not_run')) {
    return 'Programs are looked for in the clean room, and in your PATH without what lies in your checkout: install what is missing, or let worktree.setup do it.';
  }
  return 'Mend that first; or run with --baseline strict (each task must make all checks pass) or --baseline known (what fails now, by name, may go on failing).';
}

/** What of the person's checkout a clean room does not have; empty when it has all. */
async function missingInRooms({
  git,
  repository: { root },
  config,
}: Pick<LandingParts, 'git' | 'repository' | 'config'>): Promise<string> {
  const args = ['ls-files', '--others', '--directory', '--no-empty-directory', '-z'];
  const listed = (await git.at(root).run(args)).stdout.split('\0');
  const carried = await carriedFrom(git, root, config.worktree);
  const provided = new Set([...carried.files, ...carried.folders]);
  const missing = listed
    .filter((path) => path !== '' && !isKnownCache(path) && !provided.has(path.replace(/\/$/, '')))
    .toSorted((a, b) => depth(a) - depth(b));
  if (missing.length === 0) return '';
  const more = missing.length - mostNamed;
  const named = pathWords(missing.slice(0, mostNamed)) + (more > 0 ? ` and ${more} more` : '');
  return `Checks run in a clean room, which has what is in git and nothing else of your checkout; it does not have ${named}. If the checks need any of that, name it in worktree.copy (files) or worktree.clone (folders), or let worktree.setup make it, as it has to for Python environments (.switchyard/project.yaml).`;
}

function depth(path: string): number {
  return path.replace(/\/$/, '').split('/').length;
}

function verdictWords(verdict: Evidence['verdict']): string {
  switch (verdict) {
    case 'could_not_run':
      return 'could not be run';
    case 'timeout':
      return 'did not end in time';
    case 'nothing_collected':
      return 'ran no test';
    case 'flaky':
      return 'passed and failed';
    case 'passed':
    case 'failed':
    case 'interrupted':
      return verdict;
    default:
      return assertNever(verdict, 'verdict');
  }
}
