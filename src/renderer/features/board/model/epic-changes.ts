import { mergeFields } from '#shared/core/edits/three-way.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';

/** What can be edited of an epic. */
export interface EpicFields {
  readonly title: string;
  readonly description: string;
}

/** What a person's edit comes to, beside what happened elsewhere meanwhile. */
export interface MergedFields {
  /** What the person changed. */
  readonly changes: Partial<EpicFields>;
  /** The first field that somebody else changed to something else meanwhile; null when there is none. */
  readonly overtaken: keyof EpicFields | null;
}

/** Compares what was there when the person began, `mine`, and what is there now. */
export function mergeEpic(base: EpicFields, mine: EpicFields, now: EpicFields): MergedFields {
  const { taken, lost } = mergeFields(['title', 'description'], now, base, mine);
  const both = Object.fromEntries(lost.map((field) => [field, mine[field]]));
  return { changes: { ...taken, ...both }, overtaken: lost[0] ?? null };
}

/** Why an edit of a field that says `now` something else than it did is not written at once. */
export function changedElsewhere(field: keyof EpicFields, now: EpicFields): Failure {
  return failure(
    'changed-elsewhere',
    `The ${field} was changed elsewhere while you were writing. It says now: “${now[field]}”.`,
    'Save once more to put yours in its place.',
  );
}
