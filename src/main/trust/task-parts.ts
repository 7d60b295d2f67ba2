import type { Task } from '#shared/model/task.ts';
import type { TrustPart } from '#shared/model/trust.ts';
import { makePart } from './make-part.ts';

/** What a task runs, when that comes from a file: its script and its checks; null when it names none. */
export function taskPart(
  task: Pick<Task, 'id' | 'script' | 'verify' | 'source'>,
): TrustPart | null {
  const script = task.script === null || task.script === '' ? [] : ['script:', task.script];
  const verify = task.verify.filter((command) => command.trim() !== '');
  const checks = verify.length === 0 ? [] : ['verify:', ...verify];
  const text = [...script, ...checks].join('\n');
  return text === '' ? null : makePart({ kind: 'task', name: task.id, place: null, text });
}

/** Parts of the tasks that came from files and are not done. */
export function taskParts(
  tasks: readonly Task[],
  imported: ReadonlySet<string>,
): readonly TrustPart[] {
  return tasks
    .filter(
      ({ id, source, status }) => status !== 'closed' && (source !== null || imported.has(id)),
    )
    .flatMap((task) => taskPart(task) ?? []);
}
