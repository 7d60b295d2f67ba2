import { expect, it } from 'vitest';
import { gitSettings } from '#main/git/git-settings.ts';
import { gitVariables } from '#main/system/git-variables.ts';
import { textOf } from './source-files.ts';

/** What a cell of the table says of a variable. */
const words = { kept: 'yes', dropped: 'no' } as const;

it('docs/data.md says of every variable of git what becomes of it', () => {
  const documented = new Map<string, string>();
  for (const line of textOf('docs/data.md').split('\n')) {
    const [, variables = '', ours = '', children = ''] = line.split('|').map((one) => one.trim());
    for (const [, name = ''] of variables.matchAll(/`(GIT_[A-Z0-9_]+\*?)`/g)) {
      documented.set(name, `${ours} ${children}`);
    }
  }
  const decided = gitVariables.map(({ name, ours, children }): [string, string] => [
    name,
    `${words[ours]} ${words[children]}`,
  ]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(decided));
});

it('docs/data.md says of every setting of git that is decided what becomes of it', () => {
  const text = textOf('docs/data.md');
  const table = text.slice(text.indexOf('## What your settings of git may say'));
  const documented = new Map<string, string>();
  for (const line of table.slice(0, table.indexOf('## Hooks and signatures')).split('\n')) {
    const [, settings = '', use = ''] = line.split('|').map((one) => one.trim());
    for (const [, name = '', value = ''] of settings.matchAll(/`([^`]+)`(?: = `([^`]*)`)?/g)) {
      documented.set(name, `${use} ${value}`);
    }
  }
  const decided = gitSettings.map(({ name, use, value }): [string, string] => [
    name,
    `${use} ${value ?? ''}`,
  ]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(decided));
});
