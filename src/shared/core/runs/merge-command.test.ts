import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeCommand } from './merge-command.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'merge-command-')));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** What the commands write, pasted into a shell that stands in the temporary folder. */
function pasted(script: string): string {
  return execFileSync('sh', ['-s'], { cwd: folder, env, input: script, encoding: 'utf8' });
}

describe('mergeCommand', () => {
  it('merges an epic into the branch that it started from, from any folder', () => {
    expect(mergeCommand({ root: '/home/me/shop', baseBranch: 'main', branch: 'epic/cart' })).toBe(
      'cd /home/me/shop && git switch main && git merge --no-ff --no-edit epic/cart',
    );
  });

  it.each([
    ["/home/me/it's $(here)", String.raw`'/home/me/it'\''s $(here)'`],
    ['/home/me/two words', "'/home/me/two words'"],
    ['~/shop', "'~/shop'"],
    ['/a;b&c|d', "'/a;b&c|d'"],
    ['/a"b`c\\d!', "'/a\"b`c\\d!'"],
    ['/a\nb', "'/a\nb'"],
    ['/grün', "'/grün'"],
    ['', "''"],
  ])('quotes what a shell would read as something else: %j', (root, word) => {
    expect(mergeCommand({ root, baseBranch: 'main', branch: 'epic/a' })).toBe(
      `cd ${word} && git switch main && git merge --no-ff --no-edit epic/a`,
    );
  });

  it('quotes a name that zsh would take for a program', () => {
    const command = mergeCommand({ root: '/shop', baseBranch: '=main', branch: 'epic/a' });
    expect(command).toContain("git switch '=main' &&");
  });

  it('reaches cd and git as the very names, whatever is in them', () => {
    // Functions of the shell in place of what would be run: each writes what it was called with.
    const recorder = String.raw`
      cd() { printf '%s\0' cd "$@"; }
      git() { printf '%s\0' git "$@"; }
    `;
    const special = fc.constantFrom(...Array.from('\'"$`\\ -!*?~#&;|<>(){}[]=\n\ta'));
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.string({ unit: special, maxLength: 12 }),
    );
    const names = fc.record({ root: name, baseBranch: name, branch: name });
    const drawn = fc
      .sample(names, 300)
      .filter((all) => !Object.values(all).some((one) => one.includes('\0')));
    const output = pasted([recorder, ...drawn.map(mergeCommand)].join('\n'));
    const expected = drawn.flatMap(({ root, baseBranch, branch }) => [
      ['cd', root],
      ['git', 'switch', baseBranch],
      ['git', 'merge', '--no-ff', '--no-edit', branch],
    ]);
    expect(output.split('\0').slice(0, -1)).toEqual(expected.flat());
  });

  it.each([
    ['shop', 'main', 'epic/cart'],
    ["-rf it's $(touch here)", "it's-$HOME", 'epic/-a&b'],
    ['two  words', '=main', 'epic/"q"'],
  ])('merges in the checkout %j from %j', (checkout, baseBranch, branch) => {
    const root = join(folder, checkout);
    mkdirSync(root);
    const git = (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd: root, env, encoding: 'utf8' }).trim();
    git('init', '--quiet', `--initial-branch=${baseBranch}`);
    git('commit', '--quiet', '--allow-empty', '--message=Start');
    const start = git('rev-parse', 'HEAD');
    git('switch', '--quiet', '--create', branch);
    git('commit', '--quiet', '--allow-empty', '--message=Work');
    const work = git('rev-parse', 'HEAD');

    pasted(`{ ${mergeCommand({ root, baseBranch, branch })}; } 2>&1`);
    expect(git('branch', '--show-current')).toBe(baseBranch);
    expect(git('log', '-1', '--format=%P')).toBe(`${start} ${work}`);
  });

  it('does nothing in the folder that the shell stands in when the checkout is gone', () => {
    const command = mergeCommand({ root: join(folder, 'gone'), baseBranch: 'a', branch: 'b' });
    const recorder = 'git() { echo called; }';
    expect(pasted(`${recorder}\n{ ${command}; } 2>/dev/null || echo refused`)).toBe('refused\n');
  });
});
