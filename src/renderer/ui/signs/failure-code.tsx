import type { ReactNode } from 'react';
import { CopyButton } from '#renderer/ui/buttons/copy-button.tsx';

/**
 * The code of a failure, for whoever reports or looks it up: in a tooltip, and copied with a click. Nobody else
 * has to read it.
 */
export function FailureCode({ code }: { readonly code: string }): ReactNode {
  return (
    // As high as a line of text: where it stands, no line becomes higher.
    <span className="-my-1 inline-flex shrink-0 align-middle">
      <CopyButton text={code} label={`Copy the code ${code}`} />
    </span>
  );
}
