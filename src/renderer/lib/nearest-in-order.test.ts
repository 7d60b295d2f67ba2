import { describe, expect, it } from 'vitest';
import { nearestInOrder } from './nearest-in-order.ts';

describe('what is nearest to an item that is gone', () => {
  const order = ['a', 'b', 'c', 'd'];

  it('is what stood behind it, and only then what stood before it', () => {
    expect(nearestInOrder(order, 'b', ['a', 'c', 'd'])).toBe('c');
    expect(nearestInOrder(order, 'd', ['a', 'b'])).toBe('b');
  });

  it('is rather something that was there than what came since', () => {
    expect(nearestInOrder(order, 'c', ['new', 'b'])).toBe('b');
    expect(nearestInOrder(order, 'c', ['new'])).toBe('new');
  });

  it('is never the item itself, which may be there and of no use', () => {
    expect(nearestInOrder(order, 'b', ['b'])).toBeNull();
    expect(nearestInOrder(order, 'b', [])).toBeNull();
  });
});
