import type { ColorToken } from '#renderer/ui/theme/theme-color.ts';

/** Monaco's names for colours, and the token of the design system that each gets. */
export const editorColours: Readonly<Record<string, ColorToken>> = {
  'editor.background': '--color-surface',
  'editor.foreground': '--color-text',
  'editorLineNumber.foreground': '--color-faint',
  'editorLineNumber.activeForeground': '--color-text',
  'editorGutter.background': '--color-surface',
  'editor.selectionBackground': '--color-terminal-selection',
  'editor.findMatchBackground': '--color-waiting-border',
  'editor.findMatchHighlightBackground': '--color-waiting-subtle',
  'editorWidget.background': '--color-raised',
  'editorWidget.border': '--color-border-strong',
  'input.background': '--color-surface',
  'input.border': '--color-control',
  focusBorder: '--color-focus',
  'diffEditor.insertedLineBackground': '--color-added',
  'diffEditor.insertedTextBackground': '--color-added-strong',
  'diffEditor.removedLineBackground': '--color-removed',
  'diffEditor.removedTextBackground': '--color-removed-strong',
  'diffEditor.border': '--color-border',
  'diffEditor.unchangedRegionBackground': '--color-sunken',
  'diffEditor.unchangedRegionForeground': '--color-muted',
  'diffEditor.unchangedCodeBackground': '--color-surface',
};

/** Kinds of source text and the token that colours them. */
export const syntaxRules: readonly { readonly token: string; readonly colour: ColorToken }[] = [
  { token: '', colour: '--color-text' },
  { token: 'delimiter', colour: '--color-muted' },
  { token: 'comment', colour: '--color-syntax-comment' },
  { token: 'keyword', colour: '--color-syntax-keyword' },
  { token: 'string', colour: '--color-syntax-string' },
  { token: 'number', colour: '--color-syntax-number' },
  { token: 'regexp', colour: '--color-syntax-string' },
  { token: 'type', colour: '--color-syntax-type' },
  { token: 'tag', colour: '--color-syntax-keyword' },
  { token: 'attribute.name', colour: '--color-syntax-type' },
  { token: 'attribute.value', colour: '--color-syntax-string' },
  { token: 'function', colour: '--color-syntax-function' },
];
