import { git } from './repository.ts';
import type { Site } from './repository.ts';
import { epics } from './workload.ts';
import type { BenchTask, Workload } from './workload.ts';

/**
 * Makes sure that the work was really done: one commit per measured task on the epic, in its tree every
 * task's line and nothing else, and nothing left behind.
 * @throws {Error} that says what is missing
 */
export async function checkResult(
  site: Site,
  repository: string,
  { measured }: Workload,
): Promise<void> {
  const epic = `epic/${epics.measured}`;
  const commits = await git(site, repository, 'rev-list', '--count', `main..${epic}`);
  if (Number(commits) !== measured.length) {
    throw new Error(`${epic} has ${commits} commits for ${measured.length} tasks.`);
  }
  const diff = await git(site, repository, 'diff', '--unified=0', '--no-renames', 'main', epic);
  const expected = new Set(measured.map(describeLine));
  const found = addedLines(diff);
  const wrong = [...new Set(found).symmetricDifference(expected)];
  if (wrong.length > 0 || found.length !== measured.length) {
    throw new Error(`The tree of ${epic} is not the sum of all tasks: ${wrong.join('; ')}`);
  }
  const branches = await git(site, repository, 'for-each-ref', 'refs/heads/agent');
  if (branches !== '') throw new Error(`Task branches are left:\n${branches}`);
}

function describeLine({ file, line }: Pick<BenchTask, 'file' | 'line'>): string {
  return `${file}: +${line}`;
}

/** Each changed line of a diff, with its file. */
function addedLines(diff: string): string[] {
  const found: string[] = [];
  let file = '';
  for (const line of diff.split('\n')) {
    if (line.startsWith('+++ b/')) file = line.slice('+++ b/'.length);
    else if (line.startsWith('--- ')) continue;
    else if (/^[+-]/.test(line)) found.push(`${file}: ${line}`);
  }
  return found;
}
