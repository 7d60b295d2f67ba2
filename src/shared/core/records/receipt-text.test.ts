import { describe, expect, it } from 'vitest';
import type { Receipt } from '#shared/model/receipt.ts';
import { describeChecks, describeProof } from './receipt-text.ts';

const proofs: readonly Receipt['proof'][] = ['tree_equality', 'patch_equality', 'three_way_merge'];

describe('the words of a receipt', () => {
  it('claim a check only of a merge, which has one', () => {
    for (const proof of proofs) {
      expect(describeProof({ kind: 'merge', proof })).toMatch(/checked/);
      expect(describeProof({ kind: 'revert', proof })).not.toMatch(/check/);
      expect(describeProof({ kind: 'restore', proof })).not.toMatch(/check/);
    }
  });

  it('say that nothing was checked when a merge was taken back to a tree without proof', () => {
    const none = describeChecks({ kind: 'revert', evidenceIds: [] });
    expect(none).toBe(
      'No check was run when the merge was taken back. The next merge into the branch is checked.',
    );
    const known = describeChecks({ kind: 'revert', evidenceIds: ['a', 'b'] });
    expect(known).toBe('2 checks passed on this tree before; none was run again');
    expect(describeChecks({ kind: 'merge', evidenceIds: ['a'] })).toBe('1 check passed');
  });
});
