import { join } from 'node:path';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { commitChanges } from '#main/git/commits.ts';
import type { TreeChange } from '#main/git/commits.ts';
import { readFileAt } from '#main/git/file-content.ts';
import { withoutChangesOf } from '#main/git/keep-paths.ts';
import type { Work } from '#main/git/merge.ts';
import type { TaskWords } from '#main/sources/source.ts';
import type { LandingParts } from './landing-parts.ts';

type FileParts = Pick<LandingParts, 'sources' | 'git' | 'paths' | 'ids'>;

/**
 * The work of an attempt as it is to land: without what the agent has changed of its own task's file. The
 * file in the person's checkout is the one that counts, and the app writes there what came of the task; a
 * second version on the epic's branch would be in conflict with it. What the agent wrote is kept with its
 * work, and {@link agentWords} takes it over.
 */
export async function workToLand(parts: FileParts, task: Task, work: Work): Promise<Work> {
  if (task.source === null) return work;
  const { git, paths, ids } = parts;
  const changes = work.changes ?? (await commitChanges(git, work.base, work.commit));
  const own = await ownChanges(parts, task, work, changes);
  if (own.length === 0) return work;
  const kept = await withoutChangesOf(git, {
    base: work.base,
    commit: work.commit,
    paths: own.map(({ path }) => path),
    message: `${task.id}: its work without its task file`,
    indexFile: join(paths.temporary, ids.next('index')),
  });
  const left = new Set(own);
  return { ...work, ...kept, changes: changes.filter((one) => !left.has(one)) };
}

/** The changes that are about the task's own file, under whatever name and in whatever folder of its project. */
async function ownChanges(
  { sources, git }: FileParts,
  { id, source }: Task,
  work: Pick<Work, 'base' | 'commit'>,
  changes: readonly TreeChange[],
): Promise<readonly TreeChange[]> {
  const files = source === null ? null : sources.filesOf(source);
  if (source === null || files?.ok !== true) return [];
  const found = await Promise.all(
    changes.map(async (change) => {
      if (!files.value.isTaskPath(source, change.path)) return [];
      const side = change.status === 'deleted' ? work.base : work.commit;
      const file = await readFileAt(git, side, change.path);
      const text = file.kind === 'text' ? file.text : null;
      return files.value.isFileOf(id, change.path, text) ? [change] : [];
    }),
  );
  return found.flat();
}

/** What an agent wrote into its own task's file. */
export interface AgentWords {
  readonly notes: readonly string[];
  readonly summary: string | null;
  /** Paths of its task's file. */
  readonly files: ReadonlySet<string>;
}

/**
 * What the agents of a task wrote into its file in their worktrees: notes that were not there before, and the
 * last summary. They are their words, kept as such.
 */
export async function agentWords(
  parts: FileParts,
  task: Task,
  attempts: readonly Attempt[],
): Promise<AgentWords> {
  const notes: string[] = [];
  const files = new Set<string>();
  let summary: string | null = null;
  if (task.source === null) return { notes, summary, files };
  for (const { baseCommit: base, commit } of attempts) {
    if (base === null || commit === null) continue;
    const changes = await commitChanges(parts.git, base, commit);
    for (const { path, status } of await ownChanges(parts, task, { base, commit }, changes)) {
      files.add(path);
      if (status === 'deleted') continue;
      const before = await wordsAt(parts, task, base, status === 'added' ? task.source.file : path);
      const after = await wordsAt(parts, task, commit, path);
      for (const text of ['plan', 'notes'] as const) {
        const fresh = freshParagraphs(before?.[text] ?? '', after?.[text] ?? '');
        if (fresh !== '' && !notes.includes(fresh)) notes.push(fresh);
      }
      const own = after?.summary ?? '';
      if (own !== '' && own !== before?.summary) summary = own;
    }
  }
  return { notes, summary, files };
}

async function wordsAt(
  { sources, git }: FileParts,
  { id, source }: Task,
  commit: string,
  path: string,
): Promise<TaskWords | null> {
  const files = source === null ? null : sources.filesOf(source);
  const file = await readFileAt(git, commit, path);
  return files?.ok === true && file.kind === 'text'
    ? files.value.wordsOf(file.text, path, id)
    : null;
}

/** What of a text is new: the rest of one that was added to, or all of one that was rewritten. */
function freshParagraphs(before: string, after: string): string {
  if (before === after) return '';
  return after.startsWith(before) ? after.slice(before.length).trim() : after.trim();
}
