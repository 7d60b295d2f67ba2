import { describe, expect, it } from 'vitest';
import { TypingGuard } from './typing-guard.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only its identity counts here
const field = {} as Element;

function guardOf(isThere: boolean): TypingGuard {
  const guard = new TypingGuard(() => isThere);
  guard.typed(field, 'a', 0);
  return guard;
}

describe('letters typed on after their field is gone', () => {
  it('are no commands, for as long as the person types', () => {
    const guard = guardOf(false);
    expect([guard.goesOn('c', 900), guard.goesOn('X', 1_800)]).toEqual([true, true]);
  });

  it('are commands after a pause', () => {
    const guard = guardOf(false);
    expect([guard.goesOn('c', 1_100), guard.goesOn('c', 1_200)]).toEqual([false, false]);
  });

  it('are commands where the person left the field, sent it or turned to something else', () => {
    expect(guardOf(true).goesOn('c', 10)).toBe(false);
    const sent = guardOf(false);
    sent.typed(field, 'Enter', 5);
    expect(sent.goesOn('c', 10)).toBe(false);
    const clicked = guardOf(false);
    clicked.end();
    expect(clicked.goesOn('c', 10)).toBe(false);
  });
});
