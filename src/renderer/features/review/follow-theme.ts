import * as monaco from 'monaco-editor/editor.js';
import { readThemeColor } from '#renderer/ui/theme/theme-color.ts';
import { editorColours, syntaxRules } from './monaco-theme.ts';

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

/** Keeps Monaco in the colours of the page, when that changes between light and dark, by itself or with the system. */
export function followTheme(): { dispose(): void } {
  applyTheme();
  const observer = new MutationObserver(applyTheme);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'style', 'class'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', applyTheme);
  return {
    dispose() {
      observer.disconnect();
      system.removeEventListener('change', applyTheme);
    },
  };
}
