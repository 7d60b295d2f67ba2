import type { JSX } from 'react';
import { filterSlips } from '#shared/core/board/card-filter.ts';
import { isWords } from '#shared/core/board/filter-words.ts';

/** Says under the field which words of the filter do not do what they look like, and which there are. */
export function FilterHint({ filter }: { readonly filter: string }): JSX.Element {
  // A name that has no value yet is being typed: the suggestions under the field say what it takes.
  const slips = filterSlips(filter).filter(({ piece }) => !piece.endsWith(':'));
  return (
    <div role="status" className="pointer-events-none absolute top-1 left-3 z-overlay">
      {slips.length > 0 && (
        <div className="flex max-w-md flex-col gap-1 rounded-md border border-border bg-raised px-3 py-2 text-12 text-muted shadow-overlay">
          {slips.map(({ piece, problem }) => (
            <p key={piece}>{problem}</p>
          ))}
          <p className="text-faint">
            Words: <code className="font-mono">epic:</code>{' '}
            <code className="font-mono">agent:</code> <code className="font-mono">label:</code>{' '}
            <code className="font-mono">is:{isWords.map(({ word }) => word).join('|')}</code>{' '}
            <code className="font-mono">priority:0</code>–<code className="font-mono">4</code>
          </p>
        </div>
      )}
    </div>
  );
}
