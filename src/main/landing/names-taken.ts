import { refsInTheWay } from '#shared/core/paths/refs-in-the-way.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { GitClient } from '#main/git/client.ts';
import { refNames } from '#main/git/refs.ts';

/** Refs of the person that are named; more are counted. */
const mostNamed = 5;

interface FoundRef {
  readonly ref: string;
  /** The ref that it only is another name for; empty when it is one of its own. */
  readonly target: string;
}

/** Refs of the person that leave no room for those that work on these epics and tasks makes, or that lead elsewhere. */
export async function namesTaken(
  { git }: { readonly git: GitClient },
  epics: readonly Pick<Epic, 'id'>[],
  taskIds: readonly string[],
): Promise<readonly Failure[]> {
  const found = await ownRefs(git);
  const epicBranches = epics.map(({ id }) => refNames.epicBranch(id));
  const taskRefs = taskIds.flatMap((id) => [refNames.taskBranch(id), refNames.archive(id)]);
  const vault = taskIds.map((id) => refNames.vault(id, 1));
  const wanted = [...epicBranches, ...taskRefs, ...vault];
  const inTheWay = refsInTheWay(
    found.map(({ ref }) => ref),
    wanted,
  );
  const ours = new Set(wanted);
  const others = found.filter(({ ref, target }) => target !== '' && ours.has(ref));
  const problems = [
    ...inTheWay.map(({ ref, wanted: one }) => taken(ref, one)),
    ...others.map(({ ref, target }) => symbolic(ref, target)),
  ];
  const more = problems.length - mostNamed;
  if (more <= 0) return problems;
  const rest = failure(
    'branch-name-taken',
    `So do ${more} more.`,
    'List them: git for-each-ref refs/heads/epic refs/heads/agent refs/switchyard',
  );
  return [...problems.slice(0, mostNamed), rest];
}

/** The refs that may be in the way of ours. */
async function ownRefs(git: GitClient): Promise<readonly FoundRef[]> {
  const format = '--format=%(refname) %(symref)';
  const places = ['refs/heads/epic', 'refs/heads/agent', 'refs/switchyard'];
  const listing = await git.text(['for-each-ref', format, ...places]);
  return listing
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const cut = line.indexOf(' ');
      return { ref: line.slice(0, cut), target: line.slice(cut + 1) };
    });
}

function taken(ref: string, wanted: string): Failure {
  const branch = shortName(ref);
  if (branch === null) {
    return failure(
      'branch-name-taken',
      `A ref named ${ref} exists: git cannot have ${wanted} beside it.`,
      `Give it another name: git update-ref refs/other/${ref.replace('refs/', '')} ${ref} && git update-ref -d ${ref}`,
    );
  }
  const sentence = ref.startsWith(`${wanted}/`)
    ? `git cannot have ${shortName(wanted) ?? wanted} beside it`
    : 'git cannot have branches below it';
  const other = branch.includes('/') ? branch.replaceAll('/', '-') : `${branch}-old`;
  return failure(
    'branch-name-taken',
    `A branch named "${branch}" exists: ${sentence}.`,
    `Rename it: git branch -m ${branch} ${other}`,
  );
}

/** What moved that branch would move the other one, which nobody has asked for. */
function symbolic(ref: string, target: string): Failure {
  const branch = shortName(ref) ?? ref;
  const other = shortName(target) ?? target;
  return failure(
    'branch-name-taken',
    `${branch} is only another name for ${other}: work would land there.`,
    `Take that name away: git symbolic-ref --delete ${ref}`,
  );
}

function shortName(ref: string): string | null {
  const prefix = 'refs/heads/';
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : null;
}
