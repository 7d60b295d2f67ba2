import { z } from 'zod';

/** Characters an epic's or task's id may have (SPEC section 2). */
const itemIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Says why `id` cannot name a work item, or `null` when it can: it must match the pattern above and
 * be usable as one component of a git ref (git-check-ref-format: no `..`, no trailing dot or `.lock`).
 */
export function itemIdProblem(id: string): string | null {
  if (id.length > 100) return 'is longer than 100 characters';
  if (!itemIdPattern.test(id)) {
    return 'must start with a letter or digit and contain only letters, digits, ".", "_" and "-"';
  }
  if (id.includes('..')) return 'must not contain ".."';
  if (id.endsWith('.')) return 'must not end with "."';
  if (id.toLowerCase().endsWith('.lock')) return 'must not end with ".lock"';
  return null;
}

export const itemIdSchema = z.string().refine((id) => itemIdProblem(id) === null, {
  error: (issue) => `id ${JSON.stringify(issue.input)} ${itemIdProblem(String(issue.input)) ?? ''}`,
});

/** A moment as UTC ISO time, e.g. `2026-01-31T12:00:00.000Z`. */
export const isoTimeSchema = z.iso.datetime();
