import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** "Copy the commit". */
  readonly label: string;
}

/** Puts a text on the clipboard, and says so where the eye is. */
export function CopyButton({ text, label }: CopyButtonProps): ReactNode {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), 1500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // The browser may refuse, for instance without focus.
      setOutcome('refused');
    }
  };
  return (
    <>
      <IconButton
        icon={outcome === 'copied' ? Check : Copy}
        label={label}
        size="sm"
        onClick={() => void copy()}
      />
      <span aria-live="polite" className="sr-only">
        {outcome === 'copied' && 'Copied'}
        {outcome === 'refused' && 'The browser did not allow copying.'}
      </span>
    </>
  );
}
