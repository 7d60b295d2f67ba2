import { describe, expect, it } from 'vitest';
import { Acknowledger, batchBytes } from './acknowledger.ts';

describe('an acknowledger', () => {
  it('says all that was parsed, but for a rest smaller than a batch', () => {
    const said: number[] = [];
    const acknowledger = new Acknowledger((bytes) => said.push(bytes));
    const pieces = [1, 4_094, 1, 100_000, 3, 4_092, 5, 4_000];
    for (const piece of pieces) acknowledger.parsed(piece);
    expect(said).toEqual([4_096, 100_000, 4_100]);
    const rest = pieces.reduce((sum, piece) => sum + piece) - said.reduce((sum, one) => sum + one);
    expect(rest).toBe(4_000);
  });

  it('waits for less than the bytes at which the host lets a program go on', () => {
    // `viewerMarks.low` of src/main/terminal/flow-control.ts is at least 5,000 (DESIGN section 5).
    expect(batchBytes).toBeLessThanOrEqual(5_000);
  });
});
