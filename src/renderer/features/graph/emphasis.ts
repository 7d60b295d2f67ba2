import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Dependency } from './acyclic.ts';

/** How a box stands to the task that is looked at. */
export type Nearness = 'self' | 'near' | null;

/**
 * The task that is looked at, by the pointer, else by the keyboard, else because it is open, and what
 * waits for it or is waited for. Boxes and arrows listen one by one, so that of a thousand only the few
 * that change are drawn again.
 */
export class GraphEmphasis {
  readonly #neighbours = new Map<string, Set<string>>();
  readonly #listeners = new Set<() => void>();
  readonly #requested: { hovered: string | null; focused: string | null; opened: string | null } = {
    hovered: null,
    focused: null,
    opened: null,
  };
  #id: string | null = null;

  constructor(edges: readonly Dependency[]) {
    for (const { from, to } of edges) {
      this.#add(from, to);
      this.#add(to, from);
    }
  }

  /** Says what is looked at in one way; null when nothing is. */
  look(how: 'hovered' | 'focused' | 'opened', id: string | null): void {
    this.#requested[how] = id;
    const { hovered, focused, opened } = this.#requested;
    const next = hovered ?? focused ?? opened;
    if (next === this.#id) return;
    this.#id = next;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether anything that is drawn is looked at. */
  hasAny(): boolean {
    return this.#id !== null && this.#neighbours.has(this.#id);
  }

  nearnessOf(id: string): Nearness {
    if (id === this.#id) return 'self';
    return this.#id !== null && this.#neighbours.get(this.#id)?.has(id) === true ? 'near' : null;
  }

  isNear({ from, to }: Dependency): boolean {
    return this.#id !== null && (from === this.#id || to === this.#id);
  }

  #add(from: string, to: string): void {
    const known = this.#neighbours.get(from);
    if (known === undefined) this.#neighbours.set(from, new Set([to]));
    else known.add(to);
  }
}

export const EmphasisContext = createContext(new GraphEmphasis([]));

/** Something of the emphasis around; drawn again only when that changes. */
export function useEmphasis<Part extends string | boolean | null>(
  read: (emphasis: GraphEmphasis) => Part,
): Part {
  const emphasis = useContext(EmphasisContext);
  return useSyncExternalStore(emphasis.subscribe, () => read(emphasis));
}
