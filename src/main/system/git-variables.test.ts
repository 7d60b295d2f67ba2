import { describe, expect, it } from 'vitest';
import { childEnvironment } from './child-environment.ts';
import { gitVariable, gitVariables } from './git-variables.ts';

const names = gitVariables.map(({ name }) => name);
const example = (name: string): string => name.replace('*', '0');

describe('the table of the variables of git', () => {
  it('has each name once, and a reason for it', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { name, why } of gitVariables) {
      expect(name).toMatch(/^GIT_[A-Z0-9_]+\*?$/);
      expect(why).not.toBe('');
    }
  });

  it.each(gitVariables)('is what happens to $name', ({ name, ours, children }) => {
    const variable = example(name);
    const base = { PATH: '/bin', [variable]: 'value' };
    expect(childEnvironment(base, {}, { git: true })[variable]).toBe(
      ours === 'kept' ? 'value' : undefined,
    );
    expect(childEnvironment(base, {})[variable]).toBe(children === 'kept' ? 'value' : undefined);
    expect(gitVariable(variable)?.name).toBe(name);
  });

  it('leaves what git knows nothing of to whom it belongs', () => {
    const base = { GIT_COMMIT: 'of a build server', GIT_BRANCH: 'main', GITHUB_TOKEN: 't' };
    expect(childEnvironment(base, {})).toEqual(base);
  });

  it('takes the author of one commit, as a hook is told, for nobody', () => {
    const person = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.invalid' };
    expect(childEnvironment(person, {}, { git: true })).toEqual(person);
    const commit = { ...person, GIT_AUTHOR_DATE: '@1 +0000', GIT_COMMITTER_NAME: 'Ada' };
    expect(childEnvironment(commit, {}, { git: true })).toEqual({ GIT_COMMITTER_NAME: 'Ada' });
  });
});
