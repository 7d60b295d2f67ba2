import { lastTries } from '#shared/core/evidence/tries.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { ChangeMarks } from './change-marks.ts';
import { refusalOf } from './change-marks.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { escapeMarks } from './escape-marks.ts';
import { letsLand, withKnownFailures } from './known-failures.ts';
import type { LandingMemory } from './landing-memory.ts';
import type { LandingParts } from './landing-parts.ts';
import { compareWithBase } from './test-marks.ts';

/** What the checks of a change came to, with all that a person has to know of it. */
export interface JudgedEvidence {
  /** All tries, in their order, as they are to be recorded. */
  readonly tries: readonly Evidence[];
  /** The last try of each command. */
  readonly evidence: readonly Evidence[];
  /** Marks of the whole landing. */
  readonly marks: readonly Mark[];
  /** Why it is sent back although its checks passed; null when it is not. */
  readonly refusal: string | null;
  /** Checks that only a person can let land, because they passed and failed on this tree. */
  readonly flaky: readonly Evidence[];
}

/** What is judged: the evidence of a change that would land on `tip`. */
interface ToJudge {
  readonly change: ChangeToLand;
  readonly memory: LandingMemory;
  readonly look: ChangeMarks;
  readonly tip: string;
  readonly tries: readonly Evidence[];
}

/** Looks at evidence beside that of its base, marks it, and says what of it waits for a person. */
export async function judgeEvidence(
  parts: LandingParts,
  landing: Landing,
  { change: { task, attempt, base: from }, memory, look, tip, tries }: ToJudge,
): Promise<JudgedEvidence> {
  const isCheckChanged = look.marks.some(({ kind }) => kind === 'check_changed');
  const compared = await compareWithBase(
    parts,
    { task, memory, tip, from, tries, isCheckChanged },
    lastTries(tries),
  );
  const isNew = ({ id }: Evidence): boolean => parts.store.get('evidence', id) === null;
  const last = compared.map(({ evidence, marks }) =>
    // What is known from before may be of another change that came to the same tree.
    isNew(evidence) ? withMarks(evidence, [...look.marks, ...marks]) : evidence,
  );
  const evidence = await withKnownFailures(parts, landing, last);
  const found = compared.flatMap(({ marks }) => marks);
  const byId = new Map(evidence.map((one) => [one.id, one]));
  return {
    tries: tries.map((one) => byId.get(one.id) ?? one),
    evidence,
    marks: distinct([
      ...look.marks,
      ...found,
      ...evidence.flatMap(({ marks }) => marks),
      ...escapeMarks(parts.store, attempt.id),
    ]),
    refusal: parts.config.verify.protect === 'strict' ? refusalOf(found) : null,
    flaky: compared
      .filter((one) => one.evidence.verdict === 'flaky' && !one.wasFlaky)
      .map((one) => one.evidence),
  };
}

/** Whether nothing but flaky checks stands between a change and its branch. */
export function passes(evidence: readonly Evidence[]): boolean {
  return evidence.length > 0 && evidence.every((one) => letsLand(one) || one.verdict === 'flaky');
}

function withMarks(evidence: Evidence, more: readonly Mark[]): Evidence {
  return { ...evidence, marks: [...distinct([...evidence.marks, ...more])] };
}

function distinct(marks: readonly Mark[]): readonly Mark[] {
  const byText = new Map(marks.map((mark) => [`${mark.kind} ${mark.text}`, mark]));
  return [...byText.values()];
}
