import { assertNever } from '#shared/lib/assert-never.ts';
import type { Receipt } from '#shared/model/receipt.ts';

/** What a receipt is of, in a word or two. */
export const receiptTitles: Readonly<Record<Receipt['kind'], string>> = {
  merge: 'Merged',
  revert: 'Merge taken back',
  restore: 'Merge brought back',
};

/** How the branch came to its tree, in a sentence that is true of this kind of receipt. */
export function describeProof({ kind, proof }: Pick<Receipt, 'kind' | 'proof'>): string {
  const isExact = proof === 'tree_equality';
  switch (kind) {
    case 'merge':
      if (isExact) return 'The merged tree is the checked tree.';
      return proof === 'patch_equality'
        ? 'The merge holds the same change; the combined tree was checked.'
        : 'A three-way merge that can be repeated; the combined tree was checked.';
    case 'revert':
      return isExact
        ? 'The branch has exactly the tree from before the merge.'
        : 'A three-way merge that can be repeated took out what the merge had changed.';
    case 'restore':
      return isExact
        ? 'The branch has exactly the tree from before the merge was taken back.'
        : 'A three-way merge that can be repeated put back what had been taken out.';
    default:
      return assertNever(kind, 'receipt kind');
  }
}

/** Which checks vouch for the receipt's tree; a revert may have none, and then says so. */
export function describeChecks({
  kind,
  evidenceIds,
  marks = [],
}: Pick<Receipt, 'kind' | 'evidenceIds'> & Partial<Pick<Receipt, 'marks'>>): string {
  const count = evidenceIds.length;
  const checks = count === 1 ? '1 check' : `${count} checks`;
  switch (kind) {
    case 'merge':
      return marks.some(({ kind }) => kind === 'flaky' || kind === 'known_failures')
        ? `${checks} ran, and not all passed each time: see its marks`
        : `${checks} passed`;
    case 'revert':
      return count === 0
        ? 'No check was run when the merge was taken back. The next merge into the branch is checked.'
        : `${checks} passed on this tree before; none was run again`;
    case 'restore':
      return `${checks} passed on this tree before; none was run again`;
    default:
      return assertNever(kind, 'receipt kind');
  }
}
