import { matchKeybindingPress, parseKeybinding } from 'tinykeys';
import type { Command } from '#renderer/lib/commands.ts';

/** How long a sequence waits for its next key, in ms. */
const patienceMs = 1_000;

const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);

/**
 * Finds the command that a key completes. Of several the longest sequence wins, so that `g r` is not
 * taken for `r`, and then the one registered last. What was typed is remembered here and not in bindings,
 * so that commands may come and go in the middle of a sequence.
 */
export class KeySequences {
  #typed: KeyboardEvent[] = [];
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Takes a key that was pressed at `now` (ms); null when it completes nothing. */
  press(event: KeyboardEvent, commands: readonly Command[], now: number): Command | null {
    if (modifiers.has(event.key)) return null;
    if (now - this.#lastAt > patienceMs) this.#typed = [];
    this.#lastAt = now;
    this.#typed = [...this.#typed.slice(-3), event];
    let best: { readonly command: Command; readonly length: number } | null = null;
    for (const command of commands) {
      if (command.isEnabled === false) continue;
      for (const keys of command.keys ?? []) {
        const length = this.#matchedLength(keys);
        if (length > 0 && length >= (best?.length ?? 0)) best = { command, length };
      }
    }
    if (best !== null) this.#typed = [];
    return best?.command ?? null;
  }

  /** How many keys of `keys` end what was typed: all of them or 0. */
  #matchedLength(keys: string): number {
    const presses = parseKeybinding(keys);
    const tail = this.#typed.slice(-presses.length);
    if (tail.length < presses.length) return 0;
    const isMatch = presses.every((press, index) => {
      const event = tail[index];
      return event !== undefined && matchKeybindingPress(event, press);
    });
    return isMatch ? presses.length : 0;
  }
}

/** Whether keys have a modifier that text fields leave alone. */
export function isChord(command: Command): boolean {
  return (command.keys ?? []).some((keys) => /\$mod\+|Control\+|Meta\+|Alt\+/i.test(keys));
}
