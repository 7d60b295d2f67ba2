import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignChanges } from '#main/engine/guard/foreign-changes.ts';
import { changesOf, told, value, withAgent } from '../helpers/guard.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';

describe('what the person does while agents work', () => {
  it('is told without an alarm when a branch of theirs grows', async () => {
    const test = await testWorkspace();
    const go = join(test.folder, 'go');
    test.task('t1', { script: `touch '${go}.at'; ${waitFor(go)}; echo 1 > t1.txt` });
    const { finished } = await test.start();
    await until('t1 is at work', () => existsSync(`${go}.at`));
    test.write('mine.txt', 'mine\n');
    test.git('add', 'mine.txt');
    test.git('commit', '--quiet', '-m', 'mine');
    test.git('branch', 'idea');
    writeFileSync(go, '');
    expect((await finished).run.outcome).toBe('completed');
    expect(told(test)).toEqual([]);
    expect(test.notices('repository_moved')).toHaveLength(1);
    expect(await test.words('guard')).toMatchObject({ code: 0 });
  });

  it('is not told at all when nothing but fetched branches and work of ours moved', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: `git -C '${test.root}' update-ref refs/remotes/origin/main HEAD; echo 1 > t1.txt`,
    });
    test.task('t2');
    expect((await test.run()).outcome).toBe('completed');
    expect(foreignChanges(test.workspace)).toEqual([]);
  });
});

describe('the index and the files of the person’s checkout', () => {
  it('are told in one line at the end of a run, without the files that tasks came from', async () => {
    const test = await withAgent('cd "$R"; echo x > README.md; echo y > new.txt; cd - > /dev/null');
    expect((await test.run()).outcome).toBe('completed');
    expect(changesOf(test)).toEqual([]);
    expect(test.notices('repository_moved')).toEqual([
      `While the run went on, 2 files of your checkout ${test.root} changed: README.md, new.txt. Maybe it was you.`,
    ]);
    expect(value(test, 'for-each-ref', 'refs/switchyard/guard')).toBe('');
  });

  it('are kept as they were in no commit, where they were changed', async () => {
    const test = await withAgent(
      'cd "$R"; git checkout -q . && git clean -fdq; cd - > /dev/null',
      (at) => {
        at.write('README.md', 'my edit\n');
        at.write('notes/new.txt', 'my notes\n');
      },
    );
    expect((await test.run()).outcome).toBe('completed');
    const [notice = ''] = test.notices('repository_moved');
    const ref = /git show --stat (\S+)$/.exec(notice)?.[1] ?? 'none';
    expect(test.fileAt(ref, 'README.md')).toBe('my edit');
    expect(test.fileAt(ref, 'notes/new.txt')).toBe('my notes');
  });
});

describe('what was taken away for good', () => {
  it('is there all the same: a branch and a stash that are gone from git, too', async () => {
    const test = await withAgent(
      'cd "$R"; git branch -q -D idea; git stash drop -q; git reflog expire --expire=now --all; git gc -q --prune=now; cd - > /dev/null',
      (at) => {
        at.git('checkout', '-q', '-b', 'idea');
        at.git('commit', '-q', '--allow-empty', '-m', 'my idea');
        at.git('checkout', '-q', 'main');
        at.write('README.md', 'half\n');
        at.git('stash', 'push', '-q');
      },
    );
    const idea = value(test, 'rev-parse', 'idea');
    const stash = value(test, 'rev-parse', 'refs/stash');
    expect((await test.run()).outcome).toBe('completed');
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(value(test, 'rev-parse', 'idea')).toBe(idea);
    expect(value(test, 'rev-parse', 'refs/stash')).toBe(stash);
    expect(value(test, 'fsck', '--connectivity-only')).not.toMatch(/missing|broken/);
  });

  it('is told when it was a snapshot of ours, and put back', async () => {
    const test = await testWorkspace({ config: { workflow: { redispatch_limit: 0 } } });
    test.task('t1', { script: 'echo 1 > t1.txt', verify: ['false'] });
    test.task('t2', {
      dependencies: [],
      script: `git -C '${test.root}' for-each-ref --format='delete %(refname)' refs/switchyard/vault/t1 | git -C '${test.root}' update-ref --stdin; echo 2 > t2.txt`,
    });
    await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    const lost = foreignChanges(test.workspace).flatMap(({ items }) => items);
    expect(lost).toMatchObject([{ kind: 'ref', ref: 'refs/switchyard/vault/t1/1', to: null }]);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(test.fileAt('refs/switchyard/vault/t1/1', 't1.txt')).toBe('1');
  });
});

describe('a process that is killed while an agent is at work', () => {
  it('leaves behind what it saw, so that the one that takes over tells what changed', async () => {
    const test = await testWorkspace();
    test.git('tag', 'v1');
    const go = join(test.folder, 'go');
    test.task('t1', {
      script: `[ -e '${go}.at' ] && exit 0; git -C '${test.root}' tag -d v1; touch '${go}.at'; ${waitFor(go)}`,
    });
    const command = test.command(['run', '--all']);
    await until('the tag is gone', () => existsSync(`${go}.at`));
    command.kill('SIGKILL');
    await command.finished;
    await test.words('run', '--resume');
    expect(changesOf(test)).toMatchObject([
      { items: [{ ref: 'refs/tags/v1', to: null }], ran: [{ taskId: 't1', what: 'agent' }] },
    ]);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(value(test, 'tag', '--list')).toBe('v1');
  });

  it('leaves nothing to be told when nothing changed, and neither does a run that ended', async () => {
    const test = await testWorkspace();
    test.task('t1');
    expect((await test.run()).outcome).toBe('completed');
    test.git('tag', 'between');
    test.git('config', 'alias.x', 'status');
    test.task('t2');
    expect((await test.run()).outcome).toBe('completed');
    expect(foreignChanges(test.workspace)).toEqual([]);
    expect(existsSync(join(test.workspace.paths.guard, 'seen.json'))).toBe(false);
  });
});

describe('the name that agents commit under', () => {
  it('is that of the person, without any setting', async () => {
    const test = await testWorkspace();
    const file = join(test.folder, 'name');
    test.task('t1', {
      script: `cd '${test.folder}'; git init -q own; git -C own -c user.useConfigOnly=true commit -q --allow-empty -m x; git -C own log --format='%an <%ae> %cn' > '${file}'; cd - > /dev/null; echo 1 > t1.txt`,
    });
    expect((await test.run()).outcome).toBe('completed');
    const person = value(test, 'var', 'GIT_AUTHOR_IDENT').replace(/>.*/, '>');
    expect(readFileSync(file, 'utf8')).toContain(person);
  });
});
