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
export function mergeFields(base: EpicFields, mine: EpicFields, now: EpicFields): MergedFields {
  const fields = (['title', 'description'] as const).filter((one) => mine[one] !== base[one]);
  const overtaken = fields.find((one) => now[one] !== base[one] && now[one] !== mine[one]);
  return {
    changes: Object.fromEntries(fields.map((one) => [one, mine[one]])),
    overtaken: overtaken ?? null,
  };
}

/** Why an edit of a field that says `now` something else than it did is not written at once. */
export function changedElsewhere(field: keyof EpicFields, now: EpicFields): Failure {
  return failure(
    'changed-elsewhere',
    `The ${field} was changed elsewhere while you were writing. It says now: “${now[field]}”.`,
    'Save once more to put yours in its place.',
  );
}
