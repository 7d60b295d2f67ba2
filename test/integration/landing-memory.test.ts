import { describe, expect, it } from 'vitest';
import { LandingMemory } from '#main/landing/landing-memory.ts';
import type { GitClient } from '#main/git/client.ts';
import { makeRepository } from '../helpers/repositories.ts';

describe('what a host remembers of its landings', () => {
  it('knows of what it landed itself, without git, what it comes after', async () => {
    const repository = makeRepository();
    const base = repository.git('rev-parse', 'HEAD');
    const first = repository.commit('first');
    const second = repository.commit('second');
    const aside = repository.commitOn('aside', { 'b.txt': 'b\n' }, base);
    const memory = new LandingMemory();
    const silent: GitClient = {
      ...repository.client,
      run: async () => Promise.reject(new Error('git was asked')),
    };
    expect(await memory.isAncestor(repository.client, base, first)).toBe(true);
    memory.noteChild(first, second);
    expect(await memory.isAncestor(silent, base, second)).toBe(true);
    expect(await memory.isAncestor(silent, second, second)).toBe(true);
    await expect(memory.isAncestor(silent, base, aside)).rejects.toThrow('git was asked');
    expect(await memory.isAncestor(repository.client, first, aside)).toBe(false);
    expect(await memory.isAncestor(repository.client, aside, second)).toBe(false);
  });
});
