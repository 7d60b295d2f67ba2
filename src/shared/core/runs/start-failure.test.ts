import { describe, expect, it } from 'vitest';
import { startFailure } from './start-failure.ts';
import type { EarlyEnd } from './start-failure.ts';

const end = (more: Partial<EarlyEnd>): string | null =>
  startFailure({ exitCode: 1, signal: null, ranMs: 40, words: '', ...more });

describe('startFailure', () => {
  it.each<[string, Partial<EarlyEnd>, string]>([
    [
      'an interpreter that is missing',
      { exitCode: 127, words: "env: 'nodee': No such file\n" },
      "env: 'nodee'",
    ],
    ['a command that is missing, without a word', { exitCode: 127 }, 'without a word'],
    [
      'a program that may not run',
      { exitCode: 126, words: 'Permission denied' },
      'Permission denied',
    ],
    ['a crash at once', { exitCode: null, signal: 'SIGSEGV' }, 'SIGSEGV'],
    ['an option that is unknown', { exitCode: 2, words: "error: unknown option '--acp'" }, '--acp'],
    [
      'arguments that are not known',
      { exitCode: 2, words: 'x: error: unrecognized arguments: -p' },
      '-p',
    ],
  ])('is %s, in its own words', (_name, more, words) => {
    expect(end(more)).toMatch(/^The agent cannot be started: /);
    expect(end(more)).toContain(words);
  });

  it.each<[string, Partial<EarlyEnd>]>([
    ['ended well', { exitCode: 0, words: 'unknown option' }],
    ['failed at its work', { words: '3 tests failed' }],
    ['failed without a word', {}],
    ['had begun to work', { exitCode: 127, ranMs: 60_000 }],
    ['had printed a lot', { exitCode: 127, words: null }],
    ['was ended by somebody', { exitCode: null, signal: 'SIGKILL' }],
    ['said something before it crashed', { exitCode: null, signal: 'SIGSEGV', words: 'Reading…' }],
    ['crashed later', { exitCode: null, signal: 'SIGSEGV', ranMs: 3_000 }],
  ])('is none of an agent that %s', (_name, more) => {
    expect(end(more)).toBeNull();
  });
});
