import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Acknowledger, batchBytes } from './acknowledger.ts';

describe('an acknowledger', () => {
  it('says what was parsed in few messages, and the last of it soon', async () => {
    const said: number[] = [];
    const acknowledger = new Acknowledger((bytes) => said.push(bytes));
    for (const piece of [1, batchBytes - 2, 1, 100_000, 3, 4_092]) acknowledger.parsed(piece);
    expect(said).toEqual([batchBytes, 100_000]);
    await delay(100);
    expect(said).toEqual([batchBytes, 100_000, 4_095]);
    acknowledger.parsed(0);
    await delay(100);
    expect(said).toHaveLength(3);
  });

  it('waits for less than the bytes at which the host calls a viewer behind', () => {
    // `viewerMarks.high` of src/main/terminal/flow-control.ts (ADR 12).
    expect(batchBytes).toBeLessThanOrEqual(50_000);
  });
});
