import * as monaco from 'monaco-editor/editor.js';
import { codeFont, modelOf, readOnlyOptions } from './editor-parts.ts';

/** How all lines look; the classes are those of Monaco's own diffs. */
const looks = {
  added: {
    label: 'The new file',
    className: 'line-insert',
    marginClassName: 'gutter-insert',
    linesDecorationsClassName: 'insert-sign codicon codicon-add',
  },
  removed: {
    label: 'The file before',
    className: 'line-delete',
    marginClassName: 'gutter-delete',
    linesDecorationsClassName: 'delete-sign codicon codicon-remove',
  },
} as const;

/** A file of which all lines are new, or all are gone. */
export interface WholeView {
  show(path: string, change: keyof typeof looks, text: string): void;
  dispose(): void;
}

/** Puts the lines of one file into `container`, which has to have a size. */
export function createWholeView(container: HTMLElement): WholeView {
  const editor = monaco.editor.create(container, {
    ...readOnlyOptions,
    model: null,
    folding: false,
    lineDecorationsWidth: 16,
    renderLineHighlight: 'none',
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    fontFamily: codeFont(container),
  });
  let model: monaco.editor.ITextModel | null = null;
  return {
    show(path, change, text) {
      const old = model;
      model = modelOf(change, path, text);
      editor.setModel(model);
      const { label, ...look } = looks[change];
      editor.updateOptions({ ariaLabel: label });
      editor.createDecorationsCollection([
        { range: model.getFullModelRange(), options: { isWholeLine: true, ...look } },
      ]);
      old?.dispose();
    },
    dispose() {
      editor.dispose();
      model?.dispose();
    },
  };
}
