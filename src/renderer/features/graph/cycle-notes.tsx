import type { JSX } from 'react';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';

/** Circles, and tasks of one, beyond this many are counted, not listed: the drawing has them all. */
const listed = { cycles: 3, tasks: 8 } as const;

/** Which tasks wait for each other in a circle, with buttons to open them. */
export function CycleNotes({
  cycles,
  onOpen,
}: {
  readonly cycles: readonly (readonly string[])[];
  readonly onOpen: (taskId: string) => void;
}): JSX.Element | null {
  if (cycles.length === 0) return null;
  return (
    <div className="flex shrink-0 flex-col gap-2 p-3">
      {cycles.slice(0, listed.cycles).map((ids) => (
        <FailureNote
          key={ids.join(' ')}
          failure={{
            code: 'dependency-cycle',
            message: cycleText(ids),
            action:
              'They cannot be put in order, so no run can start them: remove one of these dependencies.',
          }}
          actions={ids.slice(0, listed.tasks).map((id) => (
            <Button key={id} size="sm" onClick={() => onOpen(id)}>
              Open {id}
            </Button>
          ))}
        />
      ))}
      {cycles.length > listed.cycles && (
        <p className="text-12 text-muted">
          And {plural(cycles.length - listed.cycles, 'more circle')}, marked in the graph.
        </p>
      )}
    </div>
  );
}

/** `Circular dependency: e.1 waits for e.2, which waits for e.1.` */
export function cycleText(ids: readonly string[]): string {
  const [first = ''] = ids;
  if (ids.length === 1) return `Circular dependency: ${first} waits for itself.`;
  const [second, ...rest] = [
    ...ids.slice(1, listed.tasks),
    ...(ids.length > listed.tasks ? ['…'] : []),
    first,
  ];
  const steps = rest.map((id) => `, which waits for ${id}`).join('');
  return `Circular dependency: ${first} waits for ${second ?? first}${steps}.`;
}
