import type { ReactNode } from 'react';
import { titleParts } from './title-parts.ts';

/** A title, with what stands in backticks as code. */
export function TitleText({ title }: { readonly title: string }): ReactNode {
  return titleParts(title).map(({ text, isCode, at }) =>
    isCode ? (
      <code key={at} className="font-mono text-12">
        {text}
      </code>
    ) : (
      text
    ),
  );
}
