import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepLinkIn, hashOf, parseDeepLink, workspaceShownAt } from './deep-link.ts';

describe('parseDeepLink', () => {
  it.each([
    ['switchyard://workspace/shop-1a2b', '#/w/shop-1a2b/board'],
    ['switchyard://workspace/shop-1a2b/', '#/w/shop-1a2b/board'],
    ['SWITCHYARD://Workspace/shop-1a2b/inbox', '#/w/shop-1a2b/inbox'],
    ['switchyard://workspace/shop/task/AUTH-42', '#/w/shop/board/task/AUTH-42'],
    ['switchyard://workspace/shop/task/auth-7f3.2/diff', '#/w/shop/board/task/auth-7f3.2/diff'],
    ['switchyard://workspace/shop/run/run-abc', '#/w/shop/runs/about/run-abc'],
    ['switchyard://workspace/shop/epic/auth-7f3', '#/w/shop/board/about/auth-7f3'],
  ])('%s leads to %s', (link, hash) => {
    expect(hashOf(parseDeepLink(link)!)).toBe(hash);
  });

  it.each([
    'switchyard:workspace/shop',
    'switchyard://workspace',
    'switchyard://workspace/',
    'switchyard://workspace//task/a',
    'switchyard://other/shop',
    'switchyard://workspace/../../etc',
    'switchyard://workspace/shop/task/..',
    'switchyard://workspace/shop/task/a%2Fb',
    'switchyard://workspace/shop/task/a/delete',
    'switchyard://workspace/shop/run/a/diff',
    'switchyard://workspace/shop/start/a',
    'switchyard://workspace/shop/nowhere',
    'switchyard://workspace/shop?run=all',
    'switchyard://workspace/shop#/w/other',
    'switchyard://workspace/shop/task/a/diff/more',
    'switchyard://user@workspace/shop',
    'https://workspace/shop',
    'javascript:alert(1)',
    `switchyard://workspace/${'a'.repeat(2_000)}`,
    '',
  ])('refuses %s', (link) => {
    expect(parseDeepLink(link)).toBeNull();
  });

  it('makes of any text either nothing or a hash that holds nothing to escape', () => {
    const tail = fc.string({ unit: fc.constantFrom(...Array.from('abz./%?#:@\\ -_"<task')) });
    fc.assert(
      fc.property(tail, (text) => {
        const place = parseDeepLink(`switchyard://workspace/${text}`);
        if (place !== null) expect(hashOf(place)).toMatch(/^#(?:\/[\w.-]+)+$/);
      }),
    );
  });
});

describe('workspaceShownAt', () => {
  it('reads the workspace of an address, and none of Welcome', () => {
    expect(workspaceShownAt('app://switchyard/#/w/shop/board')).toBe('shop');
    expect(workspaceShownAt('app://switchyard/#/w/a%20b')).toBe('a b');
    expect(workspaceShownAt('app://switchyard/#/w/a%')).toBeNull();
    expect(workspaceShownAt('app://switchyard/')).toBeNull();
  });
});

describe('deepLinkIn', () => {
  it('finds the link among the arguments of a program', () => {
    const link = 'switchyard://workspace/shop';
    expect(deepLinkIn(['/opt/switchyard', '--no-sandbox', link])).toBe(link);
    expect(deepLinkIn(['/opt/switchyard', '.'])).toBeNull();
  });
});
