import { ImageOff } from 'lucide-react';
import type { ReactNode } from 'react';
import ReactMarkdown from 'react-markdown';
import type { Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Chip } from '#renderer/ui/signs/chip.tsx';
import { isCheapMarkdown } from './markdown-cost.ts';
import { openableAddress, shownTarget } from './safe-link.ts';

export interface MarkdownProps {
  /** Untrusted: raw HTML in it is shown as text, images are not loaded. */
  readonly text: string;
  /** A link was pressed: ask before opening it. Without this, links are only text. */
  readonly onOpenLink?: (address: string) => void;
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  return Array.isArray(node) ? node.map(textOf).join('') : '';
}

function Link({
  address,
  children,
  onOpen,
}: {
  readonly address: string | undefined;
  readonly children: ReactNode;
  readonly onOpen: ((address: string) => void) | undefined;
}): ReactNode {
  const words = textOf(children);
  const target = address === undefined ? null : shownTarget(words, address);
  const openable = openableAddress(address);
  const isButton = openable !== null && onOpen !== undefined;
  return (
    <>
      {isButton ? (
        <button
          type="button"
          onClick={() => onOpen(openable)}
          className="rounded-xs text-left text-accent-text underline underline-offset-2"
        >
          {children}
        </button>
      ) : (
        <span className="underline decoration-dotted underline-offset-2">{children}</span>
      )}
      {target !== null && (
        <span className="font-mono text-12 wrap-anywhere text-faint"> ({target})</span>
      )}
    </>
  );
}

/** The parts that must not be what Markdown makes of them. */
function partsWith(onOpenLink: MarkdownProps['onOpenLink']): Components {
  return {
    a: ({ href, children }) => (
      <Link address={href} onOpen={onOpenLink}>
        {children}
      </Link>
    ),
    img: ({ alt, src }) => (
      <Chip icon={ImageOff} {...(typeof src === 'string' && { title: src })}>
        {alt === undefined || alt === '' ? 'image' : alt}
      </Chip>
    ),
    // Headings of a text are no part of the outline of the view.
    h1: ({ children }) => <p className="text-14 font-semibold">{children}</p>,
    h2: ({ children }) => <p className="text-14 font-semibold">{children}</p>,
    h3: ({ children }) => <p className="font-semibold">{children}</p>,
    h4: ({ children }) => <p className="font-semibold">{children}</p>,
    h5: ({ children }) => <p className="font-medium">{children}</p>,
    h6: ({ children }) => <p className="font-medium">{children}</p>,
    pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
    input: ({ checked }) => (
      <input type="checkbox" aria-label="Done" checked={checked ?? false} readOnly disabled />
    ),
    table: ({ children }) => (
      <div className="overflow-x-auto">
        <table>{children}</table>
      </div>
    ),
  };
}

/** Text of agents and of people, as Markdown with GitHub's tables and task lists. */
export function Markdown({ text, onOpenLink }: MarkdownProps): ReactNode {
  if (!isCheapMarkdown(text)) {
    return (
      <div dir="auto" className="max-w-prose min-w-0 text-13 wrap-anywhere whitespace-pre-wrap">
        {text}
      </div>
    );
  }
  return (
    <div dir="auto" className="markdown max-w-prose min-w-0 text-13 break-words">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        // Nothing is fetched or followed by itself, so addresses can be shown as they are.
        urlTransform={(address) => address}
        components={partsWith(onOpenLink)}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
