import * as monaco from 'monaco-editor/editor.js';
import { leastSideBySide } from './diff-view.ts';
import { codeFont, modelOf, readOnlyOptions } from './editor-parts.ts';

/** Names of the two sides; each change of options removes them when they are not passed again. */
const labels = { originalAriaLabel: 'The file before', modifiedAriaLabel: 'The file after' };

/** The two sides of a file, compared. */
export interface PairView {
  show(path: string, before: string, after: string, drawn: () => void): void;
  setSideBySide(isSideBySide: boolean): void;
  dispose(): void;
}

/** Puts a comparison into `container`, which has to have a size. */
export function createPairView(container: HTMLElement, isSideBySide: boolean): PairView {
  const editor = monaco.editor.createDiffEditor(container, {
    ...readOnlyOptions,
    originalEditable: false,
    renderSideBySide: isSideBySide,
    useInlineViewWhenSpaceIsLimited: true,
    renderSideBySideInlineBreakpoint: leastSideBySide,
    hideUnchangedRegions: { enabled: true, contextLineCount: 4 },
    diffAlgorithm: 'advanced',
    renderOverviewRuler: false,
    fontFamily: codeFont(container),
    ...labels,
  });
  let models: readonly monaco.editor.ITextModel[] = [];
  let drawn: () => void = () => undefined;
  // Until the worker has compared the sides, their lines stand as if nothing belonged together.
  const updates = editor.onDidUpdateDiff(() => requestAnimationFrame(() => drawn()));
  return {
    show(path, before, after, whenDrawn) {
      const old = models;
      drawn = whenDrawn;
      const original = modelOf('before', path, before);
      const modified = modelOf('after', path, after);
      models = [original, modified];
      editor.setModel({ original, modified });
      for (const model of old) model.dispose();
    },
    setSideBySide: (renderSideBySide) => editor.updateOptions({ renderSideBySide, ...labels }),
    dispose() {
      updates.dispose();
      drawn = () => undefined;
      editor.dispose();
      for (const model of models) model.dispose();
    },
  };
}
