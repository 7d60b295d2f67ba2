import { describe, expect, it } from 'vitest';
import { planRoom } from './room-plan.ts';

const lock = 'package-lock.json';
const same = { [lock]: 'a' };

describe('planRoom', () => {
  it('needs nothing but the copies where the lock files are as in the checkout', () => {
    const needed = { setup: '', copied: same, tree: same, onto: same };
    expect(planRoom(needed)).toEqual({ commands: [], at: 'onto' });
  });

  it('installs what a changed lock file says, in the tree that changed it', () => {
    const changed = { [lock]: 'b', 'web/pnpm-lock.yaml': 'c' };
    const before = { [lock]: 'a', 'web/pnpm-lock.yaml': 'd' };
    expect(planRoom({ setup: '', copied: before, tree: changed, onto: before })).toEqual({
      commands: ['npm ci', 'cd web && pnpm install --frozen-lockfile'],
      at: 'tree',
    });
  });

  it('installs once more where the change has landed, without the work of others', () => {
    const landed = { [lock]: 'b' };
    const needed = { setup: '', copied: same, tree: landed, onto: landed };
    expect(planRoom(needed)).toEqual({ commands: ['npm ci'], at: 'onto' });
  });

  it('runs the command of the person, where there is one, and not the install', () => {
    const changed = { [lock]: 'b' };
    expect(planRoom({ setup: 'make deps', copied: same, tree: changed, onto: same })).toEqual({
      commands: ['make deps'],
      at: 'tree',
    });
    expect(planRoom({ setup: 'make deps', copied: same, tree: same, onto: same })).toEqual({
      commands: ['make deps'],
      at: 'onto',
    });
  });

  it('has no install for a lock file that is gone, or that it does not know', () => {
    const copied = { [lock]: 'a', 'deps.lock': 'a' };
    const tree = { [lock]: null, 'deps.lock': 'b' };
    expect(planRoom({ setup: '', copied, tree, onto: copied }).commands).toEqual([]);
  });
});
