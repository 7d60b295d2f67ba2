import type { ReactNode } from 'react';
import { CopyButton } from '#renderer/ui/buttons/copy-button.tsx';
import { cutPath } from './cut-path.ts';

export interface PathTextProps {
  readonly path: string;
  /** A button to copy it; the word says what: "Copy the folder". */
  readonly copyLabel?: string;
}

/**
 * A path where there may be no room for all of it. Its end, which says what it is, stays; what does not fit
 * is left out before that. All of it is in the tooltip, in the copy, and for assistive technology.
 */
export function PathText({ path, copyLabel }: PathTextProps): ReactNode {
  const { head, tail } = cutPath(path);
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1 align-middle">
      <code
        title={path}
        className="relative flex min-w-0 rounded-xs bg-hover px-1 font-mono text-12 whitespace-pre"
      >
        <span className="sr-only">{path}</span>
        <span aria-hidden data-part={head} className="truncate before:content-[attr(data-part)]" />
        <span aria-hidden data-part={tail} className="shrink-0 before:content-[attr(data-part)]" />
      </code>
      {copyLabel !== undefined && <CopyButton text={path} label={copyLabel} />}
    </span>
  );
}
