/** The chosen cards, and the one that a range with Shift starts from. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const noSelection: Selection = { ids: new Set(), anchor: null };

/** Adds a card, or takes it out. Either way a range may start from it. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Adds cards, the former end of the range being kept as its start. */
export function extended({ ids, anchor }: Selection, more: readonly string[]): Selection {
  return { ids: new Set([...ids, ...more]), anchor: anchor ?? more[0] ?? null };
}

/** Without the ids that `exists` does not know; the same object when it knows them all. */
export function pruned(selection: Selection, exists: (id: string) => boolean): Selection {
  const kept = [...selection.ids].filter(exists);
  if (kept.length === selection.ids.size) return selection;
  const { anchor } = selection;
  return { ids: new Set(kept), anchor: anchor !== null && exists(anchor) ? anchor : null };
}

/** What an action on a card is about: all chosen cards when it is one of them, else itself alone. */
export function subjectsOf({ ids }: Selection, id: string): readonly string[] {
  return ids.has(id) ? [...ids] : [id];
}
