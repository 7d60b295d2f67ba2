import { z } from 'zod';

/**
 * What a person has to know beside a verdict. `check_changed`: the work changed what decides what its checks
 * mean; `tests_missing`, `tests_skipped`, `tests_emptied`: tests that ran at the base are gone, were not run, or
 * ask for less; `flaky`: passed and failed on the same tree; `kept_cache`, `worktree_room`: where the check ran
 * something stayed from before; `identities_unknown`: nobody knows which tests ran; `known_failures`: what had failed
 * at the base fails still; `ignored_files`: the work has files that git ignores; `dependencies_changed`: what the
 * checks need is not what it was when the run began; `reaches_out`: the work does what it could pass its checks by;
 * `escape`: something was written outside of the worktree; `left_over`: files of tools that were cut off.
 */
export const markKindSchema = z.enum([
  'check_changed',
  'tests_missing',
  'tests_skipped',
  'tests_emptied',
  'flaky',
  'kept_cache',
  'worktree_room',
  'identities_unknown',
  'known_failures',
  'ignored_files',
  'dependencies_changed',
  'reaches_out',
  'escape',
  'left_over',
]);
export type MarkKind = z.infer<typeof markKindSchema>;

/** Something seen of a check or of a change that stands beside its verdict, wherever that is shown. */
export const markSchema = z.object({
  kind: markKindSchema,
  /** One sentence for a person: what was seen, not whose fault it is. */
  text: z.string(),
  /** Files of the tree, or names of tests, that it is about. */
  paths: z.array(z.string()),
});
export type Mark = z.infer<typeof markSchema>;
