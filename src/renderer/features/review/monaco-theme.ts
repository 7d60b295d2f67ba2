/** Monaco's names for colours, and the token of the design system that each gets. */
export const editorColours: Readonly<Record<string, string>> = {
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
export const syntaxRules: readonly { readonly token: string; readonly colour: string }[] = [
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

/** `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`, as browsers tell a computed colour, as `#rrggbbaa`. */
export function toHex(computed: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (computed.match(/[\d.]+/g) ?? []).map(Number);
  const bytes = [red, green, blue, alpha * 255].map((value) => Math.round(value));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The colour that a token has in the page's present theme, as `#rrggbbaa`. */
export function readColour(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  probe.hidden = true;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return toHex(colour);
}
