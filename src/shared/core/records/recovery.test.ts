import { describe, expect, it } from 'vitest';
import { attemptPhaseSchema } from '#shared/model/attempt.ts';
import { recoverAttempt } from './recovery.ts';

describe('recoverAttempt', () => {
  it('repeats every step but the agent itself, whose process is gone', () => {
    const kinds = attemptPhaseSchema.options.map((phase) => [
      phase,
      recoverAttempt({ phase }).kind,
    ]);
    expect(Object.fromEntries(kinds)).toEqual({
      preparing: 'continue',
      running: 'interrupt',
      recording: 'continue',
      ended: 'none',
    });
  });
});
