import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGitSettings } from '#main/trust/git-parts.ts';
import { makeRepository } from '../helpers/repositories.ts';

describe('settings of git that name programs', () => {
  it('are known also where they hold only in a worktree, on another branch, or in a file of files', async () => {
    const { client, commonDirectory, git, write } = makeRepository();
    git('config', 'includeIf.gitdir:**/worktrees/**.path', 'more');
    git('config', 'includeIf.onbranch:epic/**.path', '../branch.cfg');
    write({ 'branch.cfg': '[filter "b"]\n\tclean = evil-branch\n' });
    writeFileSync(join(commonDirectory, 'more'), '[include]\n\tpath = deeper\n');
    writeFileSync(join(commonDirectory, 'deeper'), '[hook "x"]\n\tcommand = evil-hook\n');
    mkdirSync(join(commonDirectory, 'worktrees/w1'), { recursive: true });
    writeFileSync(
      join(commonDirectory, 'worktrees/w1/config.worktree'),
      '[core]\n\tfsmonitor = evil-monitor\n',
    );
    const { programs, includes, unread } = await readGitSettings(client, commonDirectory);
    expect(programs.map(({ key, value }) => `${key}=${value}`).toSorted()).toEqual([
      'core.fsmonitor=evil-monitor',
      'filter.b.clean=evil-branch',
      'hook.x.command=evil-hook',
    ]);
    expect(includes).toBe(true);
    expect(unread).toEqual([]);
  });

  it('are told as a file that cannot be read, with its content, where git could not read it', async () => {
    const { client, commonDirectory, git } = makeRepository();
    git('config', 'includeIf.onbranch:never.path', 'broken');
    writeFileSync(join(commonDirectory, 'broken'), 'no settings\n');
    const before = await readGitSettings(client, commonDirectory);
    expect(before.unread).toMatchObject([{ kind: 'git', text: 'no settings\n' }]);
    writeFileSync(join(commonDirectory, 'broken'), 'no other settings\n');
    const after = await readGitSettings(client, commonDirectory);
    expect(after.unread[0]?.hash).not.toBe(before.unread[0]?.hash);
  });
});
