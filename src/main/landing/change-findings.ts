import { isTestFile } from '#shared/core/evidence/assertions.ts';
import { findingsOf } from '#shared/core/evidence/change-marks.ts';
import type { ChangeFindings } from '#shared/core/evidence/change-marks.ts';
import { needsText, scriptsOf } from '#shared/core/evidence/changed-checks.ts';
import type { ChangedFile } from '#shared/core/evidence/changed-checks.ts';
import { isReadForReaches } from '#shared/core/evidence/reaches.ts';
import { commitChanges } from '#main/git/commits.ts';
import type { TreeChange } from '#main/git/commits.ts';
import type { GitClient } from '#main/git/client.ts';
import { textsAt } from '#main/git/texts-at.ts';
import type { FileAt } from '#main/git/texts-at.ts';

/** Of more changed files than this, the rest is not read. */
const mostTexts = 2_000;
const usesManifest = /\b(?:npm|pnpm|yarn|bun)\b/;

/** A change, by the commit that it starts from and the one that it leads to. */
export interface Comparison {
  readonly from: string;
  readonly to: string;
  /** What differs between the two; asked of git where it is not known. */
  readonly changes?: readonly TreeChange[] | undefined;
}

/**
 * Looks at what of a change is about its own checks (SPEC section 6.1), from the objects of git: nothing of a worktree
 * is believed.
 */
export async function changeFindings(
  git: GitClient,
  comparison: Comparison,
  commands: readonly string[],
): Promise<ChangeFindings> {
  const { from, to } = comparison;
  const changes = comparison.changes ?? (await commitChanges(git, from, to));
  const wanted = changes
    .filter(
      ({ path, isLink }) => isLink || needsText(path) || isTestFile(path) || isReadForReaches(path),
    )
    .slice(0, mostTexts);
  const files: FileAt[] = [];
  const asked = (commit: string, path: string, isThere: boolean): number | null =>
    isThere ? files.push({ commit, path }) - 1 : null;
  const places = new Map(
    wanted.map(({ path, status }) => [
      path,
      {
        before: asked(from, path, status !== 'added'),
        after: asked(to, path, status !== 'deleted'),
      },
    ]),
  );
  const hasScripts = commands.some((command) => usesManifest.test(command));
  const manifest = asked(from, 'package.json', hasScripts && changes.length > 0);
  const texts = files.length === 0 ? [] : await textsAt(git, files);
  const textOf = (index: number | null | undefined): string | null =>
    index === null || index === undefined ? null : (texts[index] ?? null);
  const changed = changes.map(({ path, status, isLink }): ChangedFile => {
    const place = places.get(path);
    return {
      path,
      status: status === 'added' ? 'created' : status,
      before: textOf(place?.before),
      after: textOf(place?.after),
      isLink,
    };
  });
  return findingsOf(changed, commands, scriptsOf(textOf(manifest)));
}
