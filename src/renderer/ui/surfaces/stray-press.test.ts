import { expect, it } from 'vitest';
import { isStrayPress } from './stray-press.ts';

it('takes a press outside right after the opening for the rest of a double click', () => {
  expect(isStrayPress('outside-press', 120)).toBe(true);
  expect(isStrayPress('outside-press', 399)).toBe(true);
});

it('lets a later press outside, and at once Esc and the cross, close the dialog', () => {
  expect(isStrayPress('outside-press', 400)).toBe(false);
  expect(isStrayPress('escape-key', 50)).toBe(false);
  expect(isStrayPress('close-press', 50)).toBe(false);
});
