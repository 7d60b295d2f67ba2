import { describe, expect, it } from 'vitest';
import { defaultOf, describeSetting, readSetting, refusalOf } from './setting-text.ts';
import { settingSections } from './settings-fields.ts';

function field(key: string) {
  const fields = settingSections.flatMap((section) => section.fields);
  return fields.find(({ path }) => path.join('.') === key)!;
}

const count = field('workflow.max_parallel_tasks');
const minutes = field('workflow.limits.kill_silent_minutes');

describe('a typed setting', () => {
  it.each([
    ['5', 5],
    [' 64 ', 64],
    ['+7', 7],
    ['0.5', 0.5],
    ['1,5', 1.5],
    ['.25', 0.25],
    ['2 000', 2000],
    ['20_000', 20_000],
  ])('takes %j as a number', (typed, value) => {
    expect(readSetting(count, typed)).toBe(value);
  });

  it('is nothing where there may be nothing', () => {
    expect(readSetting(minutes, '')).toBeNull();
    expect(refusalOf(minutes.path, null)).toBeNull();
    expect(readSetting(field('git.worktrees_dir'), ' ')).toBeNull();
    expect(readSetting(field('commands.build'), '')).toBe('');
  });

  it.each([
    'abc',
    '-4',
    '0',
    '65',
    '99999999999999',
    '2.5',
    '',
    '5 apples',
    '1e3',
    '0x10',
    '1.2.3',
  ])('is refused as a count in the words of the schema when it is %j', (typed) => {
    expect(refusalOf(count.path, readSetting(count, typed))).toMatch(
      /^workflow\.max_parallel_tasks is .*; expected a whole number from 1 to 64\. Nothing was saved\.$/,
    );
  });

  it.each(['-1', '0', 'never'])('is refused as minutes when it is %j', (typed) => {
    expect(refusalOf(minutes.path, readSetting(minutes, typed))).toContain(
      'expected a number above 0, or an empty field for never. Nothing was saved.',
    );
  });
});

describe('a setting in words', () => {
  it.each([
    ['workflow.max_parallel_tasks', '3 tasks'],
    ['workflow.limits.task_tokens', '2,000,000 tokens'],
    ['workflow.limits.kill_silent_minutes', 'never'],
    ['workflow.tdd_enabled', 'off'],
    ['workflow.schedule', 'Continuous'],
    ['commands.build', 'no build'],
    ['worktree.copy', '.env*'],
    ['agents.by_type', 'none'],
    ['agents.default', 'claude'],
  ])('has its default: %s', (key, words) => {
    expect(describeSetting(field(key), defaultOf(field(key)))).toBe(words);
  });

  it('names the entries of lists and maps', () => {
    expect(describeSetting(field('worktree.copy'), ['a', 'b'])).toBe('a, b');
    expect(describeSetting(field('agents.custom'), { house: {} })).toBe('house');
    expect(describeSetting(field('worktree.copy'), [])).toBe('none');
  });
});
