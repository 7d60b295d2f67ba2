import { useEffect } from 'react';
import { systemClock } from '#shared/lib/clock.ts';
import { allCommands } from '#renderer/lib/commands.ts';
import { canFocus } from '#renderer/lib/focus-places.ts';
import { isForComingField } from '#renderer/lib/request-focus.ts';
import { KeySequences, isChord } from './key-sequences.ts';
import { TypingGuard } from './typing-guard.ts';

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
  useEffect(() => {
    const plain = new KeySequences();
    const chords = new KeySequences();
    const typing = new TypingGuard((field) => field instanceof HTMLElement && canFocus(field));
    const turn = (): void => typing.end();
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      // A field that completes a text by itself reports that as a key without a name.
      if (typeof event.key !== 'string' || isWithin(event, `${ownKeys}, ${editors}`)) return;
      const now = systemClock.now();
      const isInField = isWithin(event, fields);
      if (!isInField && (typing.goesOn(event.key, now) || isForComingField(event.key))) return;
      const commands = allCommands();
      // Keys with a modifier mean nothing to a text field, so that the palette opens from there too.
      const command = isInField
        ? chords.press(event, commands.filter(isChord), now)
        : plain.press(event, commands, now);
      if (command === null) return;
      event.preventDefault();
      command.run();
    };
    const noteTyping = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (typeof key !== 'string' || !(target instanceof Element)) return;
      if (isWithin(event, fields)) typing.typed(target, key, systemClock.now());
    };
    // What is typed in a dialog counts too, and what a field keeps to itself.
    window.addEventListener('keydown', noteTyping, { capture: true });
    window.addEventListener('pointerdown', turn, { capture: true });
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', noteTyping, { capture: true });
      window.removeEventListener('pointerdown', turn, { capture: true });
      window.removeEventListener('keydown', press);
    };
  }, []);
}

function isWithin({ target }: KeyboardEvent, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
