import { describe, expect, it } from 'vitest';
import { catchFailure, failure, FailureError, formatFailure, joinFailures } from './failure.ts';
import { err, ok } from './result.ts';

describe('formatFailure', () => {
  it.each([
    [undefined, 'It is wrong.\n  Mend it.'],
    [{ file: 'a.yaml' }, 'a.yaml: It is wrong.\n  Mend it.'],
    [{ file: 'a.yaml', line: 3 }, 'a.yaml:3: It is wrong.\n  Mend it.'],
    [{ file: 'a.yaml', line: 3, column: 7 }, 'a.yaml:3:7: It is wrong.\n  Mend it.'],
    [
      { file: 'a.yaml', line: 3, column: 7, text: '  mode: both  ' },
      'a.yaml:3:7: It is wrong.\n      mode: both\n  Mend it.',
    ],
  ])('with the place %j reads %j', (place, text) => {
    expect(formatFailure(failure('wrong', 'It is wrong.', 'Mend it.', place))).toBe(text);
  });
});

describe('failure', () => {
  it('has a place only when there is one', () => {
    expect('place' in failure('wrong', 'It is wrong.', 'Mend it.')).toBe(false);
    expect(failure('wrong', 'It is wrong.', 'Mend it.', { file: 'a' }).place).toEqual({
      file: 'a',
    });
  });
});

describe('joinFailures', () => {
  const waits = (id: string) => failure('waits', `${id} waits.`, 'Close what it waits for.');

  it('tells each reason and each advice once, with the code of the first', () => {
    const taken = failure('taken', 'b is under way.', 'Wait.');
    expect(joinFailures([waits('a'), taken, waits('a')])).toEqual({
      code: 'waits',
      message: 'a waits. b is under way.',
      action: 'Close what it waits for. Wait.',
    });
    expect(joinFailures([taken])).toBe(taken);
  });

  it('counts the reasons beyond the first three', () => {
    expect(joinFailures(['a', 'b', 'c', 'd', 'e'].map(waits))).toMatchObject({
      message: 'a waits. b waits. c waits. And 2 more.',
      action: 'Close what it waits for.',
    });
  });

  it('has nothing to tell of no reason', () => {
    expect(() => joinFailures([])).toThrow('names no reason');
  });
});

describe('FailureError', () => {
  it('carries the failure, its message and its cause', () => {
    const problem = failure('wrong', 'It is wrong.', 'Mend it.');
    const cause = new Error('ENOSPC');
    const error = new FailureError(problem, cause);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ failure: problem, message: 'It is wrong.', cause });
    expect(error.name).toBe('FailureError');
    expect('cause' in new FailureError(problem)).toBe(false);
  });
});

describe('catchFailure', () => {
  const full = failure('disk-full', 'The disk is full.', 'Make room.');

  it('answers what the work answers, and a thrown failure like one that was answered', async () => {
    expect(await catchFailure(async () => ok(1))).toEqual(ok(1));
    expect(await catchFailure(async () => err(full))).toEqual(err(full));
    const thrown = catchFailure(async () => {
      throw new FailureError(full);
    });
    expect(await thrown).toEqual(err(full));
  });

  it('leaves a bug alone', async () => {
    const bug = new TypeError('x is not a function');
    await expect(
      catchFailure(async () => {
        throw bug;
      }),
    ).rejects.toBe(bug);
  });
});
