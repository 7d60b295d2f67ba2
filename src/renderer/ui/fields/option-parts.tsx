import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

/** One line of a list of options. */
export const optionRow =
  'flex h-7 items-center gap-2 rounded-sm px-2 text-13 text-text outline-none select-none data-disabled:text-disabled data-highlighted:bg-hover';

/** Quiet text after an option's label. */
export function OptionHint({ text }: { readonly text: string | undefined }): ReactNode {
  return text !== undefined && <span className="truncate text-12 text-faint">{text}</span>;
}

/** The tick of the chosen option; its place is kept in the others too. */
export const optionTickPlace = 'ml-auto icon-sm shrink-0';
export const optionTick = <Check aria-hidden className="icon-sm" />;
