/** One thing that a person can do: listed in the palette, bound to keys, shown in tooltips. */
export interface Command {
  /** Unique among the commands that are registered together, e.g. `board.open`. */
  readonly id: string;
  /** Verb first, sentence case: "Run 3 tasks". */
  readonly title: string;
  /** Heading that it is listed under. */
  readonly group: string;
  /** tinykeys syntax, `$mod+k`, sequences as `g b`. */
  readonly keys?: readonly string[];
  /** Keys that a part of the page answers to by itself while it has the focus: shown, not listened for. */
  readonly localKeys?: readonly string[];
  /** Listed but not run while false; true when left out. */
  readonly isEnabled?: boolean;
  run(): void;
}

/** The commands of what is mounted now. */
export class CommandRegistry {
  readonly #sources = new Map<symbol, readonly Command[]>();
  readonly #listeners = new Set<() => void>();
  #all: readonly Command[] = [];

  /** All commands, the ones registered last first within the same id: an inner view may override an outer one. */
  all(): readonly Command[] {
    return this.#all;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sets the commands of one source; listeners hear of it only if something that can be seen has changed. */
  set(source: symbol, commands: readonly Command[]): void {
    const before = this.#sources.get(source);
    if (before !== undefined && looksSame(before, commands)) return;
    this.#sources.set(source, commands);
    this.#publish();
  }

  /** Takes the commands of a source away. */
  remove(source: symbol): void {
    if (this.#sources.delete(source)) this.#publish();
  }

  #publish(): void {
    const byId = new Map<string, Command>();
    for (const commands of this.#sources.values()) {
      for (const command of commands) byId.set(command.id, command);
    }
    this.#all = [...byId.values()];
    for (const listener of this.#listeners) listener();
  }
}

function looksSame(before: readonly Command[], after: readonly Command[]): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index];
      return (
        other !== undefined &&
        one.id === other.id &&
        one.title === other.title &&
        one.group === other.group &&
        (one.isEnabled ?? true) === (other.isEnabled ?? true) &&
        (one.keys ?? []).join('\n') === (other.keys ?? []).join('\n') &&
        (one.localKeys ?? []).join('\n') === (other.localKeys ?? []).join('\n')
      );
    })
  );
}

const macNames: Readonly<Record<string, string>> = {
  $mod: '⌘',
  meta: '⌘',
  control: '⌃',
  alt: '⌥',
  shift: '⇧',
};
const otherNames: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  meta: 'Meta',
  control: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
};
const keyNames: Readonly<Record<string, string>> = {
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: '↵',
  space: 'Space',
  ' ': 'Space',
  backspace: '⌫',
  delete: 'Del',
};

/** The first of a command's keys as a person reads them: `⌘K`, `Ctrl+K`, `G B`; empty without keys. */
export function formatKeys(keys: readonly string[] | undefined, isMac: boolean): string {
  const first = keys?.[0];
  if (first === undefined) return '';
  return first
    .split(/ +/)
    .map((press) => formatPress(press, isMac))
    .join(' ');
}

function formatPress(press: string, isMac: boolean): string {
  const names = isMac ? macNames : otherNames;
  // A key that is the plus sign itself ends in "++".
  const parts = press.endsWith('++') ? [...press.slice(0, -2).split('+'), '+'] : press.split('+');
  const key = parts.pop() ?? '';
  const shown = [
    ...parts.map((part) => names[part.toLowerCase()] ?? part),
    keyNames[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key),
  ];
  return shown.join(isMac ? '' : '+');
}
