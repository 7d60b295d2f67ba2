import * as monaco from 'monaco-editor/editor.js';

/** How every text is shown: nothing is typed here. */
export const readOnlyOptions = {
  readOnly: true,
  domReadOnly: true,
  automaticLayout: true,
  fontSize: 12,
  lineHeight: 18,
  lineNumbersMinChars: 3,
  bracketPairColorization: { enabled: false },
  guides: { indentation: false },
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  stickyScroll: { enabled: false },
  contextmenu: false,
  links: false,
  occurrencesHighlight: 'off',
  // Tab leaves the editor.
  tabFocusMode: true,
} as const;

/** The font for code, as the page has it where `container` is. */
export function codeFont(container: HTMLElement): string {
  return getComputedStyle(container).getPropertyValue('--font-mono');
}

let made = 0;

/** A text for an editor. The path of a model decides its language; a number distinguishes two of one file. */
export function modelOf(side: string, path: string, text: string): monaco.editor.ITextModel {
  made += 1;
  return monaco.editor.createModel(
    text,
    undefined,
    monaco.Uri.from({ scheme: side, authority: String(made), path: `/${path}` }),
  );
}
