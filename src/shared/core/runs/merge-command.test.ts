import { expect, it } from 'vitest';
import { mergeCommand } from './merge-command.ts';

it('merges an epic into the branch that it started from, from any folder', () => {
  expect(mergeCommand({ root: '/home/me/shop', baseBranch: 'main', branch: 'epic/cart' })).toBe(
    'cd /home/me/shop && git switch main && git merge --no-ff --no-edit epic/cart',
  );
});

it('quotes what a shell would read as something else', () => {
  const root = "/home/me/it's $(here)";
  expect(mergeCommand({ root, baseBranch: 'main', branch: 'epic/a' })).toContain(
    String.raw`cd '/home/me/it'\''s $(here)' && `,
  );
});
