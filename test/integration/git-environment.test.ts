import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gitVariables } from '#main/system/git-variables.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

/** What would do harm if it were obeyed: another repository, an endless editor, noise among the answers. */
const harmful: Readonly<Record<string, string>> = {
  GIT_TRACE0: '1',
  GIT_CONFIG: '/nowhere/config',
  GIT_INDEX_VERSION: '4',
  GIT_OPTIONAL_LOCKS: '1',
  GIT_EDITOR: 'sleep 1000',
  GIT_SEQUENCE_EDITOR: 'sleep 1000',
  GIT_EXTERNAL_DIFF: 'false',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_AUTHOR_DATE: '@1 +0000',
  GIT_COMMITTER_DATE: '@1 +0000',
};

const dropped = Object.fromEntries(
  gitVariables
    .filter(({ ours, children }) => ours === 'dropped' && children === 'dropped')
    .map(({ name }) => name.replace('*', '0'))
    .map((name) => [name, harmful[name] ?? '/nowhere/at/all']),
);

describe('variables of git that Switchyard was started with', () => {
  it('that are about something else change nothing, and reach neither agents nor checks', async () => {
    // Not in the environment of the test itself, whose own git would obey them.
    const test = await testWorkspace({ config: { commands: { test: 'env > "$SIGNS/check"' } } });
    test.task('e.1', { script: 'env > "$SIGNS/agent"; echo 1 > one.txt' });
    const environment = { ...dropped, GIT_TRACE: '1' };
    const ran = await test.words({ environment }, 'run');
    expect(ran).toMatchObject({ code: 0 });
    expect(test.landed()).toHaveLength(1);
    expect(test.git('log', '-1', '--format=%at', 'epic/e')).not.toBe('1');
    for (const place of ['agent', 'check']) {
      const names = test
        .readSign(place)
        .split('\n')
        .map((line) => line.split('=')[0] ?? '');
      expect(names.filter((name) => name in environment)).toEqual([]);
    }
  });

  it.each([
    [{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'By count' }],
    [{ GIT_CONFIG_PARAMETERS: "'user.name'='By count'" }],
    [{ GIT_AUTHOR_NAME: 'By count', GIT_COMMITTER_NAME: 'By count' }],
  ])('that are settings are obeyed as git obeys them: %j', async (environment) => {
    const test = await testWorkspace();
    test.task('e.1', { script: 'git config user.name > "$SIGNS/agent"; echo 1 > one.txt' });
    expect((await test.words({ environment }, 'run')).code).toBe(0);
    expect(test.git('log', '-1', '--format=%an', 'epic/e')).toBe('By count');
  });

  it('that name a file of settings are obeyed, also where it names programs', async () => {
    const test = await testWorkspace();
    const config =
      '[user]\n\tname = By file\n\temail = f@example.invalid\n[credential]\n\thelper = false\n';
    writeFileSync(test.sign('config'), config);
    const environment = {
      GIT_CONFIG_GLOBAL: test.sign('config'),
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'credential.helper',
      GIT_CONFIG_VALUE_0: 'store',
      GIT_CONFIG_KEY_1: 'url.ssh://x/.insteadOf',
      GIT_CONFIG_VALUE_1: 'https://x/',
    };
    test.task('e.1');
    expect((await test.words({ environment }, 'run')).code).toBe(0);
    expect(test.git('log', '-1', '--format=%an', 'epic/e')).toBe('By file');
  });

  it.each([
    ['post-commit hook', ['commit', '--quiet', '--allow-empty', '-m', 'x']],
    [
      'rebase --exec',
      // With its own date the commit stays the same one, also where the rebase comes a second later.
      'rebase --quiet --force-rebase --committer-date-is-author-date HEAD~1 --exec'
        .split(' ')
        .concat('sh "$SIGNS/run.sh"'),
    ],
  ])('by a %s leave the run as it is elsewhere', async (how, command) => {
    const test = await testWorkspace();
    test.git('commit', '--quiet', '--allow-empty', '-m', 'second');
    test.task('e.1');
    const main = new URL('../../out/main/cli.js', import.meta.url).pathname;
    const line = `#!/bin/sh\nexec '${process.execPath}' '${main}' run > "$SIGNS/out" 2>&1\n`;
    writeFileSync(test.sign('run.sh'), line);
    if (how === 'post-commit hook') {
      test.write('.git/hooks/post-commit', line);
      test.makeExecutable('.git/hooks/post-commit');
    }
    test.git(...command);
    expect(test.readSign('out')).toContain('All tasks closed');
    expect(test.landed()).toHaveLength(1);
    expect(test.fileAt('epic/e', 'e.1.txt')).toBe('e.1');
  });
});
