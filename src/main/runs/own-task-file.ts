import { basename, dirname } from 'node:path/posix';
import { join } from 'node:path';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { commitChanges } from '#main/git/commits.ts';
import type { TreeChange } from '#main/git/commits.ts';
import { readFileAt } from '#main/git/file-content.ts';
import { withoutChangesOf } from '#main/git/keep-paths.ts';
import type { Work } from '#main/git/merge.ts';
import { peekId } from '#main/sources/backlog-md/folder.ts';
import { parseBacklogTask } from '#main/sources/backlog-md/parse-task.ts';
import { comparableId, idOfFileName } from '#main/sources/backlog-md/task-id.ts';
import type { RunParts } from './run-parts.ts';

type FileParts = Pick<RunParts, 'git' | 'paths' | 'ids'>;

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
  { git }: FileParts,
  task: Task,
  work: Pick<Work, 'base' | 'commit'>,
  changes: readonly TreeChange[],
): Promise<readonly TreeChange[]> {
  const found = await Promise.all(
    changes.map(async (change) => {
      if (!isTaskPath(task, change.path)) return [];
      const side = change.status === 'deleted' ? work.base : work.commit;
      const file = await readFileAt(git, side, change.path);
      // A head that cannot be read any more is known by the name of its file.
      const id =
        (file.kind === 'text' ? peekId(file.text, change.path) : null) ??
        idOfFileName(basename(change.path));
      return id !== null && comparableId(id) === comparableId(task.id) ? [change] : [];
    }),
  );
  return found.flat();
}

/** Whether a path is one of a task file in the project that the task came from. */
function isTaskPath({ source }: Pick<Task, 'source'>, path: string): boolean {
  if (source === null || !path.endsWith('.md')) return false;
  return path.startsWith(`${projectOf(source.file)}/`);
}

/** Folder of the Backlog.md project, from the path of a task file in `tasks/` or `completed/`. */
function projectOf(file: string): string {
  return dirname(dirname(file));
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
      const before = await sectionsAt(parts, base, status === 'added' ? task.source.file : path);
      const after = await sectionsAt(parts, commit, path);
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

async function sectionsAt(
  { git }: FileParts,
  commit: string,
  path: string,
): Promise<{ readonly plan: string; readonly notes: string; readonly summary: string } | null> {
  const file = await readFileAt(git, commit, path);
  const task = file.kind === 'text' ? parseBacklogTask(file.text, path) : null;
  if (task?.ok !== true) return null;
  const { plan, implementationNotes: notes, finalSummary: summary } = task.value;
  return { plan, notes, summary };
}

/** What of a text is new: the rest of one that was added to, or all of one that was rewritten. */
function freshParagraphs(before: string, after: string): string {
  if (before === after) return '';
  return after.startsWith(before) ? after.slice(before.length).trim() : after.trim();
}
