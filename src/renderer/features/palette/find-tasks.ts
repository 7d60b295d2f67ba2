import type { Task } from '#shared/model/task.ts';
import { matchScore } from '#renderer/ui/menus/palette-match.ts';

/** Tasks in the list at once. */
const mostTasks = 50;
/** Tasks that are listed before anything is typed. */
const newestTasks = 10;

/** The texts that a task is found by, its id and title first. */
export function textsOf({ id, title, epicId, labels }: Task): readonly string[] {
  return [`${id} ${title}`, epicId, ...labels];
}

/** Of all tasks those that fit a search best; without one, those that changed last. */
export function findTasks(tasks: Iterable<Task>, search: string): readonly Task[] {
  const all = [...tasks];
  const byTime = (a: Task, b: Task): number => b.updatedAt.localeCompare(a.updatedAt);
  if (search.trim() === '') return all.toSorted(byTime).slice(0, newestTasks);
  return all
    .map((task) => ({ task, score: matchScore(search, textsOf(task)) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || byTime(a.task, b.task))
    .slice(0, mostTasks)
    .map(({ task }) => task);
}
