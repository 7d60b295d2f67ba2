/** The chosen cards, and the one that a range with Shift starts from. */
export interface Selection {
  readonly ids: readonly string[];
  readonly anchor: string | null;
}

export const noSelection: Selection = { ids: [], anchor: null };

/** Adds a card, or takes it out. Either way a range may start from it. */
export function toggled({ ids }: Selection, id: string): Selection {
  const others = ids.filter((one) => one !== id);
  return { ids: others.length < ids.length ? others : [...ids, id], anchor: id };
}

/** Adds cards, the start of the range staying the same. */
export function extended({ ids, anchor }: Selection, more: readonly string[]): Selection {
  return { ids: [...new Set([...ids, ...more])], anchor: anchor ?? more[0] ?? null };
}

/** Without the ids that `exists` does not know; the same object when it knows them all. */
export function pruned(selection: Selection, exists: (id: string) => boolean): Selection {
  const ids = selection.ids.filter(exists);
  if (ids.length === selection.ids.length) return selection;
  const { anchor } = selection;
  return { ids, anchor: anchor !== null && exists(anchor) ? anchor : null };
}

/** What an action on a card is about: all chosen cards when it is one of them, else itself alone. */
export function subjectsOf({ ids }: Selection, id: string): readonly string[] {
  return ids.includes(id) ? [id, ...ids.filter((one) => one !== id)] : [id];
}
