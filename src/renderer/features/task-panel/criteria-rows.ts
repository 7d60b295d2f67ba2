import { z } from 'zod';
import { keptDraftSchema } from '#renderer/lib/draft-store.ts';
import type { KeptDraft } from '#renderer/lib/draft-store.ts';
import type { UnsavedBecause } from './draft-note.tsx';
import { followTexts } from './follow-texts.ts';

/** A criterion as it is shown: it stays the same row, and keeps what is typed into it, wherever it moves. */
export interface CriteriaRow {
  readonly key: number;
  /** Its index among the criteria; null where somebody removed it while text was typed into it. */
  readonly at: number | null;
  readonly draft: KeptDraft | null;
  readonly isSaving: boolean;
  readonly unsaved: UnsavedBecause | null;
}

/** The rows of a list of criteria, in the order in which they are shown. */
export interface CriteriaRows {
  /** The criteria that the rows are of. */
  readonly texts: readonly string[];
  readonly rows: readonly CriteriaRow[];
  readonly nextKey: number;
}

/** What is kept of rows with drafts, to find them again in a list that may be another one by then. */
const keptRowsSchema = z.array(
  z.object({ text: z.string().nullable(), draft: keptDraftSchema.nullable() }),
);

function freshRow(key: number, at: number): CriteriaRow {
  return { key, at, draft: null, isSaving: false, unsaved: null };
}

/** The rows of a list that nothing was typed into. */
export function rowsOf(texts: readonly string[]): CriteriaRows {
  return { texts, rows: texts.map((_, at) => freshRow(at, at)), nextKey: texts.length };
}

/**
 * The rows after the list was changed, here or elsewhere. A row that is gone stays if it has a draft: in its place,
 * so that whoever types in it goes on.
 */
export function followRows(state: CriteriaRows, texts: readonly string[]): CriteriaRows {
  if (isSame(state.texts, texts)) return state;
  const found = followTexts(state.texts, texts);
  const moved = state.rows
    .map((row) => ({ ...row, at: row.at === null ? null : (found[row.at] ?? null) }))
    .filter(({ at, draft }) => at !== null || draft !== null);
  const known = new Map(moved.flatMap((row) => (row.at === null ? [] : [[row.at, row]])));
  let { nextKey } = state;
  const rows: CriteriaRow[] = texts.map((_, at) => known.get(at) ?? freshRow(nextKey++, at));
  for (const [index, row] of moved.entries()) {
    if (row.at !== null) continue;
    const before = moved[index - 1]?.key;
    rows.splice(rows.findIndex(({ key }) => key === before) + 1, 0, row);
  }
  return { texts, rows, nextKey };
}

/** The rows with one of them changed; null takes it away. */
export function changeRow(
  state: CriteriaRows,
  key: number,
  change: (row: CriteriaRow) => CriteriaRow | null,
): CriteriaRows {
  return {
    ...state,
    rows: state.rows.flatMap((row) => (row.key === key ? (change(row) ?? []) : [row])),
  };
}

/** The row without its draft; one that is gone goes with it. */
export function withoutDraft(row: CriteriaRow): CriteriaRow | null {
  return row.at === null ? null : freshRow(row.key, row.at);
}

/** What to keep of the rows beyond the page; null where there is no draft. */
export function keptRows({ texts, rows }: CriteriaRows): string | null {
  if (rows.every(({ draft }) => draft === null)) return null;
  return JSON.stringify(
    rows.map(({ at, draft }) => ({ text: at === null ? null : (texts[at] ?? null), draft })),
  );
}

/** The rows of a list with the drafts that were kept; what was saved meanwhile is no draft any more. */
export function restoreRows(kept: string | null, texts: readonly string[]): CriteriaRows {
  const read = kept === null ? null : parse(kept);
  if (read === null) return rowsOf(texts);
  const before = read.flatMap(({ text }) => (text === null ? [] : [text]));
  let at = 0;
  const rows = read.map(({ text, draft }, key): CriteriaRow => {
    const isSaved = draft !== null && texts.includes(draft.text);
    return {
      ...freshRow(key, at),
      at: text === null ? null : at++,
      draft: isSaved ? null : draft,
      unsaved: isSaved || draft === null ? null : 'closed',
    };
  });
  const isThere = rows.filter((row) => row.at !== null || row.draft !== null);
  return followRows({ texts: before, rows: isThere, nextKey: rows.length }, texts);
}

function parse(kept: string): z.infer<typeof keptRowsSchema> | null {
  try {
    return keptRowsSchema.safeParse(JSON.parse(kept)).data ?? null;
  } catch {
    return null;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
