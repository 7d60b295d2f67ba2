import { useSyncExternalStore } from 'react';
import { readThemeColor } from './theme-color.ts';

/** What the person asked for; `system` follows the operating system. */
export type ThemePreference = 'system' | 'light' | 'dark';
/** What a person chooses from, in one wording everywhere. */
export const themeOptions: readonly { readonly value: ThemePreference; readonly label: string }[] =
  [
    { value: 'system', label: 'Like the system' },
    { value: 'light', label: 'Light' },
    { value: 'dark', label: 'Dark' },
  ];

/** What is shown. */
export type Theme = 'light' | 'dark';

const storageKey = 'switchyard.theme';
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function readPreference(): ThemePreference {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

let preference = readPreference();

function shownTheme(): Theme {
  if (preference !== 'system') return preference;
  return systemIsDark.matches ? 'dark' : 'light';
}

function apply(): void {
  // Without the attribute the style sheet follows the system by itself.
  if (preference === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = preference;
  reportColor();
  for (const listener of listeners) listener();
}

/** Sets the colour of the window around the page, so that it does not flash in another one. */
function reportColor(): void {
  const known = document.querySelector<HTMLMetaElement>('meta[name="theme-color"]');
  const meta = known ?? document.createElement('meta');
  meta.name = 'theme-color';
  meta.content = readThemeColor('--color-canvas');
  if (known === null) document.head.append(meta);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Shows another theme at once and remembers it on this machine. */
export function setThemePreference(next: ThemePreference): void {
  preference = next;
  if (next === 'system') localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, next);
  apply();
}

/** The preference, the theme that follows from it, and how to change it. */
export function useTheme(): {
  readonly preference: ThemePreference;
  readonly theme: Theme;
  readonly setPreference: (next: ThemePreference) => void;
} {
  const current = useSyncExternalStore(subscribe, () => preference);
  const theme = useSyncExternalStore(subscribe, shownTheme);
  return { preference: current, theme, setPreference: setThemePreference };
}

// Runs when the page's entry imports this module, before anything is rendered.
apply();
systemIsDark.addEventListener('change', apply);
window.addEventListener('storage', (event) => {
  if (event.key !== storageKey && event.key !== null) return;
  preference = readPreference();
  apply();
});
