import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { CopyButton } from '#renderer/ui/buttons/copy-button.tsx';

export interface CodeTextProps {
  readonly text: string;
  /** On lines of its own, as it is, scrolling sideways. */
  readonly isBlock?: boolean;
  /** A button to copy it; the word says what: "Copy the command". */
  readonly copyLabel?: string;
}

/** A path, branch, commit, command or output. */
export function CodeText({ text, isBlock = false, copyLabel }: CodeTextProps): ReactNode {
  const copy = copyLabel !== undefined && <CopyButton text={text} label={copyLabel} />;
  if (!isBlock) {
    return (
      <span className="inline-flex max-w-full min-w-0 items-center gap-1 align-middle">
        <code className="truncate rounded-xs bg-hover px-1 font-mono text-12" title={text}>
          {text}
        </code>
        {copy}
      </span>
    );
  }
  return (
    <div className="relative min-w-0">
      <pre
        // A region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className={classNames(
          'max-h-half overflow-auto rounded-md border border-border bg-canvas px-3 py-2 font-mono text-12 focus-inset',
          copyLabel !== undefined && 'pr-9',
        )}
      >
        {text}
      </pre>
      {copyLabel !== undefined && (
        <span className="absolute top-1 right-1 rounded-sm bg-canvas">{copy}</span>
      )}
    </div>
  );
}
