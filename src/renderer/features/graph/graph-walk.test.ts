import { describe, expect, it } from 'vitest';
import { GraphEmphasis } from './emphasis.ts';
import { layOutGraph } from './graph-layout.ts';
import { stepFrom } from './walk.ts';

const layout = layOutGraph([
  { id: 'a', dependencies: [], ordinal: 1 },
  { id: 'b', dependencies: [], ordinal: 2 },
  { id: 'c', dependencies: ['a'], ordinal: 3 },
  { id: 'd', dependencies: ['c', 'b'], ordinal: 4 },
]);

describe('the arrow keys', () => {
  it('lead along the arrows of the graph, and within a layer', () => {
    expect(stepFrom(layout, 'a', 'ArrowRight')).toBe('c');
    expect(stepFrom(layout, 'c', 'ArrowLeft')).toBe('a');
    expect(stepFrom(layout, 'a', 'ArrowDown')).toBe('b');
    expect(stepFrom(layout, 'b', 'ArrowUp')).toBe('a');
  });

  it('lead nowhere from the ends', () => {
    expect(stepFrom(layout, 'd', 'ArrowRight')).toBeNull();
    expect(stepFrom(layout, 'a', 'ArrowUp')).toBeNull();
    expect(stepFrom(layout, 'gone', 'ArrowUp')).toBeNull();
  });
});

describe('what is looked at', () => {
  it('brings out its own arrows and neighbours', () => {
    const emphasis = new GraphEmphasis(layout.edges);
    expect(emphasis.hasAny()).toBe(false);
    emphasis.look('opened', 'c');
    expect(['a', 'b', 'c', 'd'].map((id) => emphasis.nearnessOf(id))).toEqual([
      'near',
      null,
      'self',
      'near',
    ]);
    expect(layout.edges.filter((edge) => emphasis.isNear(edge))).toHaveLength(2);
  });

  it('is what the pointer is on, else what has the focus, else what is open', () => {
    const emphasis = new GraphEmphasis(layout.edges);
    let changes = 0;
    const forget = emphasis.subscribe(() => (changes += 1));
    emphasis.look('opened', 'a');
    emphasis.look('hovered', 'b');
    emphasis.look('focused', 'd');
    expect(emphasis.nearnessOf('b')).toBe('self');
    emphasis.look('hovered', null);
    expect(emphasis.nearnessOf('d')).toBe('self');
    emphasis.look('focused', null);
    expect(emphasis.nearnessOf('a')).toBe('self');
    expect(changes).toBe(4);
    forget();
    emphasis.look('opened', null);
    expect(changes).toBe(4);
  });
});
