import { describe, expect, it } from 'vitest';
import { openableAddress, shownTarget } from './safe-link.ts';

describe('openableAddress', () => {
  it('lets pages of the web through', () => {
    expect(openableAddress('https://example.org/a?b=1')).toBe('https://example.org/a?b=1');
    expect(openableAddress('http://localhost:8080')).toBe('http://localhost:8080/');
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'docs/a.md',
    '',
    '#top',
  ])('refuses %j', (address) => {
    expect(openableAddress(address)).toBeNull();
  });

  it('refuses a link without an address', () => {
    expect(openableAddress(undefined)).toBeNull();
  });
});

describe('shownTarget', () => {
  it('shows where words lead', () => {
    expect(shownTarget('the docs', 'https://example.org')).toBe('https://example.org');
  });

  it('shows where an address leads that is not the one it looks like', () => {
    expect(shownTarget('https://safe.example', 'https://other.example')).toBe(
      'https://other.example',
    );
  });

  it('does not repeat an address that is its own text', () => {
    expect(shownTarget('https://example.org', 'https://example.org/')).toBeNull();
  });
});
