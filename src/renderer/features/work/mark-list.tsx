import { TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { JSX } from 'react';
import type { Mark } from '#shared/model/mark.ts';

export interface MarkListProps {
  /** What the marks are of: "this work", "this check". */
  readonly of: string;
  readonly marks: readonly Mark[];
  /** Whether it stands across a whole view, and not inside of a card. */
  readonly isBanner?: boolean;
}

/** What a person has to know beside a verdict, each in its sentence; nothing where there is no mark. */
export function MarkList({ of, marks, isBanner = false }: MarkListProps): JSX.Element | null {
  const title = useId();
  if (marks.length === 0) return null;
  return (
    <section
      aria-labelledby={title}
      className={`flex shrink-0 items-start gap-2 border-waiting-border bg-waiting-subtle text-13 ${
        isBanner ? 'border-b px-4 py-2' : 'rounded-md border px-3 py-2'
      }`}
    >
      <TriangleAlert aria-hidden className="mt-0.5 icon-md text-waiting" />
      <h3 id={title} className="sr-only">
        Marks of {of}
      </h3>
      <ul className="flex min-w-0 flex-1 flex-col gap-1">
        {marks.map(({ kind, text }) => (
          <li key={`${kind} ${text}`} dir="auto" className="break-words text-text">
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
