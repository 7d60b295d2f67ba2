import type { JSX } from 'react';
import type { ComparedPart, TrustLine } from '#shared/contract/trust.ts';
import type { TrustState } from '#shared/model/trust.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { Badge } from '#renderer/ui/signs/badge.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { changeWord, groupParts } from './trust-words.ts';

/** Everything that can execute, by kind; what has changed since the person agreed lies open. */
export function PartList({
  parts,
  state,
}: {
  readonly parts: readonly ComparedPart[];
  readonly state: TrustState;
}): JSX.Element {
  return (
    <div className="flex flex-col gap-4">
      {groupParts(parts).map((group) => (
        <section key={group.kind} aria-label={group.title} className="flex flex-col gap-1">
          <h3 className="text-12 font-medium text-muted">{group.title}</h3>
          <ul className="flex flex-col">
            {group.parts.map((part) => (
              <li key={`${part.name} ${part.place ?? ''}`}>
                <Part part={part} state={state} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Part({
  part,
  state,
}: {
  readonly part: ComparedPart;
  readonly state: TrustState;
}): JSX.Element {
  const word = changeWord(part, state);
  return (
    <Disclosure
      isOpenAtFirst={state === 'changed' && part.change !== 'same'}
      summary={
        <span className="inline-flex max-w-full min-w-0 items-baseline gap-2 align-bottom">
          <span className="min-w-0 shrink-0 truncate font-mono text-12" title={part.name}>
            {part.name}
          </span>
          {part.place !== null && (
            <span className="min-w-0 shrink truncate text-12 font-normal text-faint">
              on {part.place}
            </span>
          )}
          <span className="min-w-0 flex-1 truncate font-mono text-12 font-normal text-faint">
            {glimpse(part.text)}
          </span>
        </span>
      }
      actions={
        word !== null && (
          <Badge tone={part.change === 'removed' ? 'neutral' : 'waiting'}>{word}</Badge>
        )
      }
    >
      <div className="flex flex-col gap-1 pb-2">
        {part.lines.length > 0 ? (
          <ChangedLines lines={part.lines} name={part.name} />
        ) : (
          <CodeText text={part.text === '' ? '(empty)' : part.text} isBlock />
        )}
        {part.isCut && (
          <p className="text-12 text-faint">
            It is longer: only its beginning is shown. A change anywhere in it asks again.
          </p>
        )}
      </div>
    </Disclosure>
  );
}

/** Enough of a part to distinguish it from others, on one line. */
function glimpse(text: string): string {
  return text.slice(0, 300).replaceAll(/\s+/g, ' ').trim();
}

const lineLooks: Readonly<Record<TrustLine['kind'], { mark: string; word: string; fill: string }>> =
  {
    same: { mark: ' ', word: '', fill: '' },
    added: { mark: '+', word: 'added: ', fill: 'bg-added' },
    removed: { mark: '−', word: 'removed: ', fill: 'bg-removed' },
  };

/** The lines around each change, as a diff; each is read out with what became of it. */
function ChangedLines({
  lines,
  name,
}: {
  readonly lines: readonly TrustLine[];
  readonly name: string;
}): JSX.Element {
  return (
    <ScrollRegion
      label={`What has changed in ${name}`}
      className="max-h-half overflow-x-auto rounded-md border border-border bg-canvas py-2 font-mono text-12"
    >
      <div className="w-max min-w-full">
        {lines.map((line, index) => (
          <div
            // oxlint-disable-next-line react/no-array-index-key -- lines have no other identity, and the list never changes
            key={index}
            className={classNames('px-3 whitespace-pre', lineLooks[line.kind].fill)}
          >
            <span aria-hidden className="text-muted">{`${lineLooks[line.kind].mark} `}</span>
            <span className="sr-only">{lineLooks[line.kind].word}</span>
            {line.text}
          </div>
        ))}
      </div>
    </ScrollRegion>
  );
}
