import { describe, expect, it } from 'vitest';
import { untilWords } from '#shared/lib/time-words.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import {
  endText,
  entryLines,
  entryText,
  fileText,
  limitText,
  refusedText,
  retryText,
  toolStateText,
} from './entry-text.ts';
import { noText } from './kept-text.ts';

type Kind = SessionEntry['kind'];
type Of<Wanted extends Kind> = Extract<SessionEntry, { kind: Wanted }>;

const at = Date.UTC(2026, 10, 20, 9);
const common = { at, isNested: false };
const short = (text: string) => ({ text, omitted: 0, end: '' });

function tool(more: Partial<Of<'tool'>> = {}): Of<'tool'> {
  return {
    ...common,
    kind: 'tool',
    name: 'Bash',
    action: 'run',
    subject: 'npm test',
    state: 'done',
    tookMs: null,
    exitCode: null,
    output: noText,
    files: [],
    ...more,
  };
}
const said = (text: string, voice: 'agent' | 'thought' = 'agent'): Of<'text'> => ({
  ...common,
  kind: 'text',
  voice,
  text: short(text),
});
const retry: Of<'retry'> = {
  ...common,
  kind: 'retry',
  reason: 'rate limit (429)',
  attempt: 2,
  of: 10,
  until: null,
};
const limit: Of<'limit'> = { ...common, kind: 'limit', message: 'No more.', until: null };
const refused: Of<'refused'> = {
  ...common,
  kind: 'refused',
  tool: 'WebFetch',
  subject: '',
  reason: '',
};
const end: Of<'end'> = { ...common, kind: 'end', isSuccess: true, tokens: null, costUsd: null };
const failure: Of<'failure'> = { ...common, kind: 'failure', message: 'status 500' };
const question: Of<'question'> = { ...common, kind: 'question', text: 'Go on?' };
const other: Of<'other'> = { ...common, kind: 'other', text: short('plain 漢字\nline') };
const changed = { path: 'src/a.ts', kind: 'edited', added: 3, removed: 1 } as const;

describe('all words of an entry', () => {
  it.each<readonly [SessionEntry, string]>([
    [said('All **done**.'), 'All **done**.'],
    [other, 'plain 漢字\nline'],
    [
      tool({ output: { text: 'first', omitted: 5, end: 'last' }, files: [changed] }),
      'Bash: npm test\nfirst\n… 5 characters left out …\nlast\nsrc/a.ts +3 −1',
    ],
    [question, 'Go on?'],
    [retry, 'rate limit (429)'],
    [{ ...refused, subject: 'x', reason: 'mode' }, 'WebFetch x\nmode'],
    [limit, 'No more.'],
    [failure, 'status 500'],
    [end, ''],
  ])('can be searched: %j', (entry, words) => {
    expect(entryText(entry)).toBe(words);
  });
});

describe('an entry on a terminal', () => {
  it.each<readonly [SessionEntry, string]>([
    [said('One.\n\nTwo.\n'), '● One.\n\n  Two.'],
    [said('First look.', 'thought'), '· First look.'],
    [said(''), '●'],
    [question, '? Go on?'],
    [retry, '↻ Waits for its provider and tries again (2 of 10): rate limit (429)'],
    [refused, '⊘ Not permitted: WebFetch'],
    [limit, '⏸ No more.'],
    [failure, '✗ status 500'],
    [end, '■ Done'],
    [{ ...end, isSuccess: false }, '✗ Ended with an error'],
    [other, '  plain 漢字\n  line'],
  ])('has a sign, and what belongs to it below: %j', (entry, lines) => {
    expect(entryLines(entry)).toBe(lines);
  });

  it('stands further in where another agent was started for it', () => {
    expect(entryLines({ ...said('a\nb'), isNested: true })).toBe('    ● a\n      b');
  });

  it('says of a tool how it stands, how long it took, and what it changed', () => {
    expect(entryLines(tool({ state: 'running' }))).toBe('▸ Bash: npm test · running');
    expect(entryLines(tool({ tookMs: 65_000, exitCode: 0 }))).toBe('▸ Bash: npm test · 1 min 5 s');
    expect(entryLines(tool({ action: 'edit', files: [changed], tookMs: 10 }))).toBe(
      '▸ Bash: npm test · 0 s · src/a.ts +3 −1',
    );
    expect(entryLines(tool({ state: 'refused', subject: '' }))).toBe('⊘ Bash · not permitted');
  });

  it('shows the last lines of what a tool printed, and how many there are more', () => {
    const printed = (count: number): string =>
      Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');
    const lines = (count: number) =>
      entryLines(tool({ output: short(`${printed(count)}\n`) })).split('\n');
    expect(lines(12)).toHaveLength(13);
    expect(lines(12)[1]).toBe('    line 1');
    expect(lines(13).slice(1, 3)).toEqual(['    … 1 more line', '    line 2']);
    expect(lines(200).slice(1, 3)).toEqual(['    … 188 more lines', '    line 189']);
    expect(lines(200).at(-1)).toBe('    line 200');
  });

  it('shows nothing of a file that was read, but why it could not be', () => {
    const read = tool({ name: 'Read', action: 'read', subject: 'a.ts', output: short('no file') });
    expect(entryLines(read)).toBe('▸ Read: a.ts');
    const failed = entryLines({ ...read, state: 'failed' });
    expect(failed).toBe('✗ Read: a.ts · failed\n    no file');
  });

  it('shows a plan as its steps', () => {
    const plan = tool({ name: 'Plan', action: 'plan', subject: '✓ one\n○ two' });
    expect(entryLines(plan)).toBe('▸ Plan\n  ✓ one\n  ○ two');
  });
});

describe('parts of an entry in words', () => {
  it.each([
    ['running', null, 'running'],
    ['done', null, ''],
    ['done', 0, ''],
    ['done', 1, 'exit code 1'],
    ['failed', null, 'failed'],
    ['failed', 127, 'exit code 127'],
    ['refused', 1, 'not permitted'],
  ] as const)('a tool that is %s with exit code %s: "%s"', (state, exitCode, words) => {
    expect(toolStateText({ state, exitCode })).toBe(words);
  });

  it.each([
    ['edited', 3, 1, 'a.ts +3 −1'],
    ['edited', 0, 2, 'a.ts −2'],
    ['edited', 0, 0, 'a.ts changed'],
    ['edited', null, null, 'a.ts changed'],
    ['added', null, null, 'a.ts added'],
    ['deleted', null, 0, 'a.ts deleted'],
  ] as const)('a file that was %s, +%s −%s: "%s"', (kind, added, removed, words) => {
    expect(fileText({ path: 'a.ts', kind, added, removed })).toBe(words);
  });

  it('says when it tries again, and which time this is, as far as that is known', () => {
    const until = at + 60_000;
    expect(retryText({ ...retry, attempt: null, until })).toBe(
      `Waits for its provider and tries again, at ${untilWords(until, at)}: rate limit (429)`,
    );
    expect(retryText({ ...retry, of: null })).toContain('again (2): ');
  });

  it('says until when a limit lasts, with the day where that is another', () => {
    const tomorrow = at + 24 * 60 * 60 * 1000;
    const words = limitText({ ...limit, until: tomorrow });
    expect(words).toMatch(/^No more\. Until \d\d:\d\d tomorrow\.$/);
    // When it was printed is not known: then the time alone has to do.
    expect(limitText({ ...limit, at: null, until: tomorrow })).toMatch(/ Until \d\d:\d\d\.$/);
  });

  it('says what was not permitted, and why', () => {
    expect(refusedText({ ...refused, subject: 'a\nb', reason: 'mode' })).toBe(
      'Not permitted: WebFetch: a b. mode',
    );
  });

  it.each([
    [1_234_567, null, 'Done · 1,234,567 tokens'],
    [null, 0.0123, 'Done · $0.0123'],
    [0, 12.345, 'Done · 0 tokens · $12.35'],
  ])('says what was spent: %s tokens, %s dollars', (tokens, costUsd, words) => {
    expect(endText({ isSuccess: true, tokens, costUsd })).toBe(words);
  });
});
