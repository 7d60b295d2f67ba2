import { describe, expect, it } from 'vitest';
import { isComposing } from './is-composing.ts';

describe('a key press', () => {
  it('is the input method’s while it composes, also where only the code tells', () => {
    expect(isComposing({ keyCode: 13, nativeEvent: { isComposing: true } })).toBe(true);
    expect(isComposing({ keyCode: 229, nativeEvent: { isComposing: false } })).toBe(true);
    expect(isComposing({ keyCode: 13, nativeEvent: { isComposing: false } })).toBe(false);
  });
});
