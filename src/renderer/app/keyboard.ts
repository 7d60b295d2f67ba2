import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { useAllCommands } from '#renderer/lib/commands.ts';
import type { Command } from '#renderer/lib/commands.ts';

/**
 * Where keys mean something of their own; what floats above the page keeps all of them to itself. A list
 * that is part of the page says that commands hold in it too.
 */
const ownKeys =
  '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]:not([data-shares-keys])';
const editors = '.xterm, .monaco-editor, [contenteditable=""], [contenteditable="true"]';
const fields = 'input, textarea, select';

/** Runs the commands of what is mounted by their keys. */
export function useCommandKeys(): void {
  const commands = useAllCommands();
  useEffect(() => {
    const stopPlain = tinykeys(window, bindings(commands, false), {
      ignore: (event) => isElsewhere(event, `${ownKeys}, ${editors}, ${fields}`),
    });
    // Keys with a modifier mean nothing to a text field, so that the palette opens from there too.
    const stopChords = tinykeys(window, bindings(commands, true), {
      ignore: (event) => isElsewhere(event, `${ownKeys}, ${editors}`),
    });
    return () => {
      stopPlain();
      stopChords();
    };
  }, [commands]);
}

function bindings(
  commands: readonly Command[],
  areChords: boolean,
): Record<string, (event: KeyboardEvent) => void> {
  const map: Record<string, (event: KeyboardEvent) => void> = {};
  for (const command of commands) {
    if (command.isEnabled === false) continue;
    for (const keys of command.keys ?? []) {
      if (isChord(keys) !== areChords) continue;
      map[keys] = (event) => {
        event.preventDefault();
        command.run();
      };
    }
  }
  return map;
}

function isChord(keys: string): boolean {
  return /\$mod\+|Control\+|Meta\+|Alt\+/i.test(keys);
}

function isElsewhere(event: KeyboardEvent, selector: string): boolean {
  if (event.defaultPrevented || event.isComposing || event.repeat) return true;
  return event.target instanceof Element && event.target.closest(selector) !== null;
}
