import { assertionsIn, expectedFailuresIn, isTestFile } from './assertions.ts';
import type { ChangedFile } from './changed-checks.ts';

/**
 * A file of tests that expects less than before, by the number of places that look like it; both are 0 where there
 * was no such place, and now there is no text at all.
 */
export interface WeakerTests {
  readonly path: string;
  readonly before: number;
  /** Null where the file is gone. */
  readonly after: number | null;
}

/**
 * The files of tests in which a change leaves fewer expectations than there were, or that it takes away. One that
 * has moved is compared with what it was, by its name.
 */
export function weakerTests(changes: readonly ChangedFile[]): readonly WeakerTests[] {
  const created = new Map<string, ChangedFile>();
  for (const one of changes) if (one.status === 'created') created.set(nameOf(one.path), one);
  return changes.flatMap(({ path, status, before, after }): readonly WeakerTests[] => {
    if (status === 'created' || !isTestFile(path) || before === null) return [];
    const was = assertionsIn(before);
    if (was === 0) return isEmptied(before, after) ? [{ path, before: 0, after: 0 }] : [];
    const moved = status === 'deleted' ? (created.get(nameOf(path))?.after ?? null) : after;
    if (moved === null) return [{ path, before: was, after: null }];
    const is = assertionsIn(moved);
    return is < was ? [{ path, before: was, after: is }] : [];
  });
}

function isEmptied(before: string, after: string | null): boolean {
  return after !== null && after.trim() === '' && before.trim() !== '';
}

/** A file of tests in which more of them are expected to fail than before. */
export interface FailingTests {
  readonly path: string;
  readonly more: number;
}

/**
 * The files of tests, of those that were there before, in which a change marks more tests as expected to fail. Not all
 * runners say which of the tests that passed are so.
 */
export function failingTests(changes: readonly ChangedFile[]): readonly FailingTests[] {
  return changes.flatMap(({ path, before, after }): readonly FailingTests[] => {
    if (!isTestFile(path) || before === null || after === null) return [];
    const more = expectedFailuresIn(after) - expectedFailuresIn(before);
    return more > 0 ? [{ path, more }] : [];
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
