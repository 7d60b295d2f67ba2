import type { FileText } from './file-text.ts';

/** A file and the lines of it to be shown. */
export type DiffContent = { readonly path: string } & Exclude<FileText, { readonly kind: 'empty' }>;

/** A diff on the screen; it lives outside of React. */
export interface DiffView {
  /** Shows another file; `drawn` is called once its lines stand where they belong. */
  show(content: DiffContent, drawn: () => void): void;
  setSideBySide(isSideBySide: boolean): void;
  dispose(): void;
}

/** Width of the diff, in px, from which on two sides stand beside each other; in less, neither could be read. */
export const leastSideBySide = 640;
