import * as monaco from 'monaco-editor/editor.js';
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
import { readThemeColor } from '#renderer/ui/theme-color.ts';
import { editorColours, syntaxRules } from './monaco-theme.ts';

// Loaded on demand (`diff-editor.tsx`): Monaco is larger than all the rest of the page.
globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };

/** Laid over a line that has a colour already. */
const overText = new Set(['diffEditor.insertedTextBackground', 'diffEditor.removedTextBackground']);
const halfClear = '80';

/** Gives Monaco the colours that the page has now. */
function applyTheme(): void {
  const colors: Record<string, string> = {};
  for (const [name, token] of Object.entries(editorColours)) {
    colors[name] = readThemeColor(token) + (overText.has(name) ? halfClear : '');
  }
  monaco.editor.defineTheme('switchyard', {
    base: isDark() ? 'vs-dark' : 'vs',
    inherit: true,
    rules: syntaxRules.map(({ token, colour }) => ({
      token,
      foreground: readThemeColor(colour).slice(1, 7),
    })),
    colors,
  });
  monaco.editor.setTheme('switchyard');
}

/** What the tokens do not say, such as shadows, comes from Monaco's own theme of the same kind. */
function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  if (theme !== undefined) return theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

/** One file's two sides. */
export interface DiffContent {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A diff on the screen; it lives outside of React. */
export interface DiffView {
  /** Shows another file; `drawn` is called once its lines stand where they belong. */
  show(content: DiffContent, drawn: () => void): void;
  setSideBySide(isSideBySide: boolean): void;
  dispose(): void;
}

/** Names of the two sides; each change of options takes them away when they are not given again. */
const labels = { originalAriaLabel: 'The file before', modifiedAriaLabel: 'The file after' };

/** How every diff is shown. */
const fixedOptions = {
  readOnly: true,
  originalEditable: false,
  domReadOnly: true,
  automaticLayout: true,
  useInlineViewWhenSpaceIsLimited: true,
  hideUnchangedRegions: { enabled: true, contextLineCount: 4 },
  diffAlgorithm: 'advanced',
  fontSize: 12,
  lineHeight: 18,
  lineNumbersMinChars: 3,
  bracketPairColorization: { enabled: false },
  guides: { indentation: false },
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  renderOverviewRuler: false,
  stickyScroll: { enabled: false },
  contextmenu: false,
  links: false,
  occurrencesHighlight: 'off',
  // Tab leaves the editor: nothing is typed here.
  tabFocusMode: true,
} as const;

let shown = 0;

/** Puts a read-only diff into `container`, which has to have a size. */
export function createDiffView(container: HTMLElement, isSideBySide: boolean): DiffView {
  applyTheme();
  const styles = getComputedStyle(container);
  const editor = monaco.editor.createDiffEditor(container, {
    ...fixedOptions,
    renderSideBySide: isSideBySide,
    fontFamily: styles.getPropertyValue('--font-mono'),
    ...labels,
  });
  const themes = watchTheme(applyTheme);
  let models: readonly monaco.editor.ITextModel[] = [];
  let drawn: () => void = () => undefined;
  // Until the worker has compared the sides, their lines stand as if nothing belonged together.
  const updates = editor.onDidUpdateDiff(() => requestAnimationFrame(() => drawn()));
  const disposeModels = (): void => {
    for (const model of models) model.dispose();
    models = [];
  };
  return {
    show({ path, before, after }, whenDrawn) {
      const old = models;
      shown += 1;
      drawn = whenDrawn;
      // The path of a model tells its language; the number keeps two views of one file apart.
      const modelOf = (side: string, text: string): monaco.editor.ITextModel =>
        monaco.editor.createModel(
          text,
          undefined,
          monaco.Uri.from({ scheme: side, authority: String(shown), path: `/${path}` }),
        );
      const original = modelOf('before', before);
      const modified = modelOf('after', after);
      models = [original, modified];
      editor.setModel({ original, modified });
      for (const model of old) model.dispose();
    },
    setSideBySide: (renderSideBySide) => editor.updateOptions({ renderSideBySide, ...labels }),
    dispose() {
      themes.dispose();
      updates.dispose();
      drawn = () => undefined;
      editor.dispose();
      disposeModels();
    },
  };
}

/** Calls `apply` when the page changes between light and dark, by itself or with the system. */
function watchTheme(apply: () => void): { dispose(): void } {
  const observer = new MutationObserver(apply);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'style', 'class'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', apply);
  return {
    dispose() {
      observer.disconnect();
      system.removeEventListener('change', apply);
    },
  };
}
