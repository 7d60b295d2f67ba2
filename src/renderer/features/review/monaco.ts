// oxlint-disable-next-line import/default -- the build makes this module, with the worker's class as its default
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import 'monaco-editor/features/codeEditor/register.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/codicon/register.js';
import 'monaco-editor/features/diffEditor/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/folding/register.js';
import 'monaco-editor/features/gotoLine/register.js';
import 'monaco-editor/features/unusualLineTerminators/register.js';
import 'monaco-editor/features/unicodeHighlighter/register.js';
import 'monaco-editor/languages/definitions/register.all.js';
import type { DiffView } from './diff-view.ts';
import { followTheme } from './follow-theme.ts';
import { createPairView } from './pair-view.ts';
import type { PairView } from './pair-view.ts';
import { createWholeView } from './whole-view.ts';
import type { WholeView } from './whole-view.ts';

// Loaded on demand (`diff-editor.tsx`): Monaco is larger than all the rest of the page.
globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };

/** Puts a read-only diff into `container`, which has to have a size. */
export function createDiffView(container: HTMLElement, isSideBySide: boolean): DiffView {
  const theme = followTheme();
  let pair: PairView | null = null;
  let whole: WholeView | null = null;
  let isBeside = isSideBySide;
  const disposeEditors = (): void => {
    pair?.dispose();
    whole?.dispose();
    [pair, whole] = [null, null];
  };
  return {
    show(content, drawn) {
      const { path } = content;
      if (content.kind === 'pair') {
        if (whole !== null) disposeEditors();
        pair ??= createPairView(container, isBeside);
        pair.show(path, content.before, content.after, drawn);
      } else {
        if (pair !== null) disposeEditors();
        whole ??= createWholeView(container);
        whole.show(path, content.change, content.text);
        drawn();
      }
    },
    setSideBySide(isWanted) {
      isBeside = isWanted;
      pair?.setSideBySide(isWanted);
    },
    dispose() {
      theme.dispose();
      disposeEditors();
    },
  };
}
