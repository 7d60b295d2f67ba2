import type { PtySession } from './pty-host.ts';
import type { ScreenSize } from './screen-size.ts';

const control = '\u001b[';

/**
 * Whether `data` is what a terminal says by itself when a program asks it: where the cursor is, what it
 * can do, its colours. (F3 with a modifier looks like a place of the cursor.)
 */
function isAnswer(data: string): boolean {
  if (data.startsWith(control)) return /^[?>=]?[\d;]*(?:[cnR]|\$y)$/.test(data.slice(2));
  return data.length > 2 && (data.startsWith('\u001bP') || data.startsWith('\u001b]'));
}

/**
 * The viewers of one session. The last one that somebody worked at decides on the size and answers the
 * program's questions: several answers to one question would be typed text.
 */
export class ViewerGroup {
  readonly #session: PtySession;
  /** In the order they came; the last one used is the last. */
  readonly #viewers = new Set<object>();

  constructor(session: PtySession) {
    this.#session = session;
  }

  /** A new viewer answers only until somebody works at another, or as long as it is the only one. */
  add(viewer: object): void {
    const others = [...this.#viewers];
    this.#viewers.clear();
    for (const one of [viewer, ...others]) this.#viewers.add(one);
  }

  remove(viewer: object): void {
    this.#viewers.delete(viewer);
  }

  input(viewer: object, data: string): void {
    if (isAnswer(data)) {
      if ([...this.#viewers].at(-1) !== viewer) return;
    } else this.#use(viewer);
    this.#session.write(data);
  }

  resize(viewer: object, { columns, rows }: ScreenSize): void {
    this.#use(viewer);
    this.#session.resize(columns, rows);
  }

  #use(viewer: object): void {
    this.#viewers.delete(viewer);
    this.#viewers.add(viewer);
  }
}
