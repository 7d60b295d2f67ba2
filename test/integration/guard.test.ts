import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesOf, idOf, itemsOf, told, value, withAgent } from '../helpers/guard.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

describe('what an agent changes in the repository by its path', () => {
  it('tells of a deleted tag with who ran then, keeps it, and puts it back with one command', async () => {
    const test = await withAgent('git -C "$R" tag -d v1', (at) => {
      at.git('tag', '-a', '-m', 'first', 'v1');
    });
    const tag = value(test, 'rev-parse', 'v1');
    expect((await test.run()).outcome).toBe('completed');

    expect(itemsOf(test)).toMatchObject([
      { kind: 'ref', ref: 'refs/tags/v1', from: tag, to: null },
    ]);
    expect(changesOf(test)[0]?.ran).toMatchObject([{ taskId: 't1', number: 1, what: 'agent' }]);
    expect(told(test)).toEqual([
      `Your repository changed: tag v1 is gone (it was at ${tag.slice(0, 10)}). Then ran: the agent of t1 (attempt 1). Maybe it was you.`,
    ]);
    expect(test.landings('t1')[0]?.marks).toMatchObject([{ kind: 'escape' }]);
    expect(test.receipts('t1')[0]?.marks).toMatchObject([{ kind: 'escape' }]);
    const kept = `refs/switchyard/guard/${idOf(test)}/before/tags/v1`;
    expect(value(test, 'rev-parse', kept)).toBe(tag);

    expect((await test.words('guard')).code).toBe(1);
    expect(await test.words('guard', '--put-back')).toMatchObject({ code: 0 });
    expect(value(test, 'rev-parse', 'v1')).toBe(tag);
    expect((await test.words('guard')).code).toBe(0);

    expect(await test.words('guard', idOf(test), '--undo')).toMatchObject({ code: 0 });
    expect(value(test, 'tag', '--list')).toBe('');
    expect((await test.words('guard')).code).toBe(1);
  });

  it('tells of settings, shows the lines, and puts the file back as it was, byte for byte', async () => {
    const test = await withAgent('git -C "$R" config user.email agent@localhost');
    const file = join(test.root, '.git/config');
    const before = readFileSync(file);
    expect((await test.run()).outcome).toBe('completed');

    expect(itemsOf(test)).toMatchObject([
      {
        kind: 'file',
        area: 'config',
        path: file,
        lines: [{ kind: 'added', text: 'user.email = agent@localhost' }],
      },
    ]);
    const after = readFileSync(file);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(readFileSync(file)).toEqual(before);
    expect((await test.words('guard', idOf(test), '--undo')).code).toBe(0);
    expect(readFileSync(file)).toEqual(after);
  });

  it('tells of a hook, and takes it away again', async () => {
    const test = await withAgent(
      'printf "#!/bin/sh\\necho hi\\n" > "$R/.git/hooks/pre-commit"; chmod +x "$R/.git/hooks/pre-commit"',
    );
    const hook = join(test.root, '.git/hooks/pre-commit');
    expect((await test.run()).outcome).toBe('completed');
    expect(itemsOf(test)).toMatchObject([{ kind: 'file', area: 'hook', path: hook, from: null }]);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(existsSync(hook)).toBe(false);
    expect((await test.words('guard', idOf(test), '--undo')).code).toBe(0);
    expect(statSync(hook).mode & 0o111).not.toBe(0);
  });

  it('tells of a hook of a folder that the configuration names, and of one that only became executable', async () => {
    const test = await withAgent('chmod +x "$R/.hooks/pre-push"', ({ root, ...at }) => {
      mkdirSync(join(root, '.hooks'));
      writeFileSync(join(root, '.hooks/pre-push'), '#!/bin/sh\n');
      chmodSync(join(root, '.hooks/pre-push'), 0o644);
      at.git('config', 'core.hooksPath', '.hooks');
    });
    expect((await test.run()).outcome).toBe('completed');
    const path = join(test.root, '.hooks/pre-push');
    expect(itemsOf(test)).toMatchObject([{ kind: 'file', area: 'hook', path }]);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(statSync(path).mode & 0o111).toBe(0);
  });

  it('tells of what includes bring, and of the settings of the person themselves', async () => {
    const test = await withAgent(
      'git config --file "$R/../shared.conf" alias.x "!true"; git config --global user.name Agent',
      ({ root, ...at }) => {
        writeFileSync(join(root, '../shared.conf'), '[core]\n\tpager = cat\n');
        at.git('config', 'include.path', join(root, '../shared.conf'));
      },
    );
    expect((await test.run()).outcome).toBe('completed');
    const files = itemsOf(test).map((item) => (item.kind === 'file' ? item.path : ''));
    expect(files).toContain(join(test.root, '../shared.conf'));
    expect(files.some((path) => path.endsWith('.gitconfig') || path.endsWith('git/config'))).toBe(
      true,
    );
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(value(test, 'config', '--default', 'none', 'alias.x')).toBe('none');
  });

  it('tells of settings of other programs in the home of the person', async () => {
    const test = await withAgent('echo "script-shell=/tmp/x" >> "$HOME/.npmrc"');
    const file = join(test.environment['HOME'] ?? '', '.npmrc');
    expect((await test.run()).outcome).toBe('completed');
    expect(itemsOf(test)).toMatchObject([{ kind: 'file', area: 'tools', path: file, from: null }]);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('tells of a stash that was taken, and brings it back', async () => {
    const test = await withAgent('cd "$R" && git stash drop --quiet; cd - > /dev/null', (at) => {
      at.write('README.md', 'my idea\n');
      at.git('stash', 'push', '--quiet', '-m', 'half an idea');
      at.write('README.md', 'another\n');
      at.git('stash', 'push', '--quiet', '-m', 'another idea');
    });
    const stash = value(test, 'stash', 'list', '--format=%H');
    expect((await test.run()).outcome).toBe('completed');
    expect(itemsOf(test)).toMatchObject([
      { kind: 'stash', change: 'lost', title: 'On main: another idea' },
    ]);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(value(test, 'stash', 'list', '--format=%H')).toBe(stash);
    expect(value(test, 'stash', 'list')).toContain('On main: another idea');
    expect((await test.words('guard', idOf(test), '--undo')).code).toBe(0);
    expect(value(test, 'stash', 'list', '--format=%H')).not.toBe(stash);
  });

  it('tells of a branch that was thrown back, and moves its clean checkout with it', async () => {
    const test = await withAgent('git -C "$R" reset --quiet --hard HEAD^', (at) => {
      at.write('more.txt', 'mine\n');
      at.git('add', '--all');
      at.git('commit', '--quiet', '-m', 'mine');
    });
    const tip = value(test, 'rev-parse', 'main');
    expect((await test.run()).outcome).toBe('completed');
    expect(itemsOf(test)).toMatchObject([{ ref: 'refs/heads/main', from: tip, isForward: false }]);
    expect((await test.words('guard', '--put-back')).code).toBe(0);
    expect(value(test, 'rev-parse', 'main')).toBe(tip);
    expect(value(test, 'status', '--porcelain')).toBe('');
    expect(existsSync(join(test.root, 'more.txt'))).toBe(true);
  });

  it('does not put back what has changed again since', async () => {
    const test = await withAgent('git -C "$R" tag -d v1', (at) => at.git('tag', 'v1'));
    expect((await test.run()).outcome).toBe('completed');
    test.git('tag', 'v1', 'epic/e');
    const put = await test.words('guard', '--put-back');
    expect(put.code).toBe(2);
    expect(put.stderr).toContain('has changed again since');
    expect(value(test, 'rev-parse', 'v1')).toBe(value(test, 'rev-parse', 'epic/e'));
  });

  it('tells of what a check does too', async () => {
    const test = await testWorkspace();
    test.git('tag', 'v1');
    test.task('t1', { verify: [`git -C '${test.root}' tag -d v1`] });
    expect((await test.run()).outcome).toBe('completed');
    expect(changesOf(test)[0]?.ran).toMatchObject([{ taskId: 't1', what: 'checks' }]);
  });
});
