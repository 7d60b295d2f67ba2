import { afterEach, describe, expect, it, vi } from 'vitest';
import { followLink } from './link-question.tsx';

/** Follows a link in a page that has the desktop's bridge, or none; what was opened, and what was asked. */
function follow(page: object): { readonly opened: string[]; readonly asked: string[] } {
  const opened: string[] = [];
  const asked: string[] = [];
  vi.stubGlobal('window', { ...page, open: (address: string) => opened.push(address) });
  followLink('https://example.com/', (address) => asked.push(address));
  return { opened, asked };
}

describe('followLink', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('asks in a browser, which opens what it is told to', () => {
    expect(follow({})).toEqual({ opened: [], asked: ['https://example.com/'] });
  });

  it('leaves the question to the desktop app, which asks by itself', () => {
    expect(follow({ switchyard: {} })).toEqual({ opened: ['https://example.com/'], asked: [] });
  });
});
