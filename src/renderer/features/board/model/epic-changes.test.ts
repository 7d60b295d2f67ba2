import { describe, expect, it } from 'vitest';
import { changedElsewhere, mergeEpic } from './epic-changes.ts';

const base = { title: 'Sign in', description: 'With a password' };

describe('an edit of an epic', () => {
  it('is what the person changed, whatever else was changed meanwhile', () => {
    const mine = { ...base, title: 'Log in' };
    expect(mergeEpic(base, mine, { ...base, description: 'With a key' })).toEqual({
      changes: { title: 'Log in' },
      overtaken: null,
    });
  });

  it('names the field that was changed to something else meanwhile', () => {
    const mine = { ...base, description: 'With a key' };
    const now = { ...base, description: 'With a token' };
    expect(mergeEpic(base, mine, now)).toMatchObject({ overtaken: 'description' });
    expect(changedElsewhere('description', now).message).toContain('“With a token”');
    expect(mergeEpic(base, mine, mine)).toMatchObject({ overtaken: null });
    expect(mergeEpic(base, mine, base)).toMatchObject({ overtaken: null });
  });
});
