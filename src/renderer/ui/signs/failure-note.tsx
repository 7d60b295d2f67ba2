import { OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure, Place } from '#shared/lib/failure.ts';
import { pageAction } from '#renderer/lib/page-action.ts';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { FailureCode } from './failure-code.tsx';

/** A {@link Failure} as it may arrive over the wire: optional parts may also be undefined. */
export interface ShownFailure extends Pick<Failure, 'code' | 'message' | 'action'> {
  readonly place?: { readonly [Key in keyof Place]: Place[Key] | undefined } | undefined;
  readonly details?: Failure['details'] | undefined;
}

export interface FailureNoteProps {
  readonly failure: ShownFailure;
  /** What is safe all the same: "Your edit is kept on this machine." */
  readonly safe?: ReactNode;
  /** Buttons that do what the failure advises, for instance "Try again". */
  readonly actions?: ReactNode;
}

function positionOf(place: NonNullable<ShownFailure['place']>): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}

/** What happened, where, what is safe, and what to do next. */
export function FailureNote({ failure, safe, actions }: FailureNoteProps): ReactNode {
  const { place } = failure;
  return (
    <div
      role="alert"
      className="flex min-w-0 items-start gap-2 rounded-md border border-blocked-border bg-surface p-3 text-13 text-text"
    >
      <OctagonAlert aria-hidden className="mt-0.5 icon-md text-blocked" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium break-words">{failure.message}</p>
        {place !== undefined && <CodeText text={positionOf(place)} />}
        {place?.text !== undefined && place.text.trim() !== '' && (
          <CodeText text={place.text} isBlock />
        )}
        <p className="break-words text-muted">{pageAction(failure)}</p>
        {failure.details !== undefined && <FailureDetails details={failure.details} />}
        {safe !== undefined && <p className="text-muted">{safe}</p>}
        {actions !== undefined && (
          <div className="mt-1 flex flex-wrap items-center gap-2">{actions}</div>
        )}
      </div>
      <FailureCode code={failure.code} />
    </div>
  );
}

function FailureDetails({
  details: { title, lines },
}: {
  readonly details: NonNullable<Failure['details']>;
}): ReactNode {
  return (
    <Disclosure summary={<span className="text-12 text-muted">{title}</span>}>
      <ul className="flex flex-col text-muted">
        {lines.map((line) => (
          <li key={line}>
            <CodeText text={line} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** A {@link FailureNote} in place of a whole view. */
export function ErrorState(props: FailureNoteProps): ReactNode {
  return (
    <div className="grid h-full min-h-0 place-items-center p-6">
      <div className="w-full max-w-lg">
        <FailureNote {...props} />
      </div>
    </div>
  );
}
