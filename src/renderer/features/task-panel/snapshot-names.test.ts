import { describe, expect, it } from 'vitest';
import { snapshotName } from './snapshot-names.ts';

const ref = (number: number): string => `refs/switchyard/vault/e.1/${number}`;
const attempts = [
  { number: 1, vaultRef: ref(2) },
  { number: 2, vaultRef: ref(3) },
  { number: 3, vaultRef: null },
];
const named = (number: number, subject: string): string =>
  snapshotName('e.1', { ref: ref(number), number, subject }, attempts);

describe("a snapshot's name", () => {
  it('tells snapshots of one subject apart by number and attempt', () => {
    expect(named(2, 'e.1: Store passwords as salted hashes')).toBe('Snapshot 2: work of attempt 1');
    expect(named(3, 'e.1: Store passwords as salted hashes')).toBe('Snapshot 3: work of attempt 2');
  });

  it('says what it holds where it is not what an attempt left at its end', () => {
    expect(named(1, 'e.1: work in progress of attempt 1')).toBe(
      'Snapshot 1: work in progress of attempt 1',
    );
    expect(named(4, 'e.1: attempt 2, what its checks left behind')).toBe(
      'Snapshot 4: attempt 2, what its checks left behind',
    );
  });
});
