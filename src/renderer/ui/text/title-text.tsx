import type { ReactNode } from 'react';
import { titleParts } from './title-parts.ts';

/** A title, with what stands in backticks as code. */
export function TitleText({ title }: { readonly title: string }): ReactNode {
  const parts = titleParts(title);
  if (parts.length === 1) return title;
  return parts.map(({ text, isCode }, index) =>
    isCode ? (
      // oxlint-disable-next-line react/no-array-index-key -- the parts of one title have no other name
      <code key={index} className="font-mono text-12">
        {text}
      </code>
    ) : (
      text
    ),
  );
}
