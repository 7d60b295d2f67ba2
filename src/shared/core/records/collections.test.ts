import { describe, expect, it } from 'vitest';
import {
  collectionNames,
  collections,
  replicatedBudget,
  replicatedCollections,
} from './collections.ts';

describe('the collections', () => {
  it('of which the page holds copies are no more than its database opens', () => {
    expect(replicatedBudget).toBe(12);
    expect(replicatedCollections.length).toBeLessThanOrEqual(replicatedBudget);
  });

  it('that the page reads first are among those that it holds', () => {
    const first = collectionNames.filter((name) => collections[name].replicated === 'first');
    expect(first).toEqual(['epics', 'tasks', 'runs', 'attempts', 'landings', 'notifications']);
    expect(new Set(replicatedCollections).isSupersetOf(new Set(first))).toBe(true);
    expect(replicatedCollections).not.toContain('worktrees');
  });

  it('are named so that SQLite takes the names as they are', () => {
    for (const name of collectionNames) {
      expect(name).toMatch(/^[a-z][A-Za-z]*$/);
      for (const column of Object.keys(collections[name].lookups)) {
        expect(column).toMatch(/^[a-z][a-z_]*$/);
      }
    }
  });
});
