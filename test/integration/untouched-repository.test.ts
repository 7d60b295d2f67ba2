import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Where the agent's git borrows objects from: the only thing in its worktree that names the person's repository. */
const borrowed =
  'lender=$(sed "s,/objects$,," "$(git rev-parse --git-path objects/info/alternates)" 2>/dev/null || true); : "${lender:=$(git rev-parse --git-common-dir)}"; lender=$(cd "$lender" && pwd)';

/** What each agent does from inside of its worktree, beside writing its file. */
const agents: Readonly<Record<string, string>> = {
  settings:
    'git config user.name Agent; git config user.email a@localhost; git config alias.co "!touch $SIGNS/ran"; git config core.autocrlf true',
  'settings-of-the-tree':
    'git config extensions.worktreeConfig true; git config --worktree core.worktree "$(dirname "$PWD")"; git config core.bare true',
  hooks:
    'for folder in "$(git rev-parse --git-path hooks)" "$(git rev-parse --git-common-dir)/hooks"; do mkdir -p "$folder"; for hook in pre-commit post-commit post-checkout post-index-change reference-transaction pre-push post-merge; do printf \'#!/bin/sh\\ntouch "%s/ran"\\n\' "$SIGNS" > "$folder/$hook"; chmod +x "$folder/$hook"; done; done; mkdir .husky; cp "$folder/pre-commit" .husky/post-index-change; git config core.hooksPath .husky',
  stash:
    'echo more >> README.md; git stash; git stash pop; git stash pop; git stash drop; git stash clear',
  tags: 'git tag -d v1; git tag -f v1 HEAD; git tag evil; git for-each-ref --format="delete %(refname)" refs/tags | git update-ref --stdin',
  branches:
    'git branch -D feature; git branch -f main HEAD; git branch -m evil; git checkout -b other; git commit --allow-empty -m other; git branch -f feature HEAD',
  worktrees:
    'git worktree list --porcelain | sed -n "s/^worktree //p" | while read -r one; do test "$one" = "$PWD" || git worktree remove --force --force "$one"; done; git worktree prune --expire=now; git worktree add --detach ../evil-tree; git worktree lock "$PWD"',
  gc: 'git reflog expire --expire=now --expire-unreachable=now --all; git gc --prune=now --quiet --aggressive; git prune --expire=now; git repack -ad; git prune-packed; git pack-refs --all --prune',
  refs: 'git update-ref refs/heads/main HEAD~0; git update-ref -d refs/heads/feature; git update-ref -d refs/stash; git symbolic-ref HEAD refs/heads/feature; git update-ref refs/heads/epic/e HEAD; git update-ref -d refs/remotes/origin/main; git for-each-ref --format="%(refname)" refs/switchyard | while read -r ref; do git update-ref -d "$ref"; done',
  'checkout-elsewhere':
    'first=$(git worktree list --porcelain | sed -n "1s/^worktree //p"); git -C "$first" checkout -f -B evil; echo evil > "$first/evil-edit"; git -C "$first" reset --hard; git -C "$first" clean -ffdx; mkdir -p "$PWD"; cd "$SWITCHYARD_WORKTREE"',
  'git-is-a-link': `${borrowed}; rm -rf .git; ln -s "$lender" .git`,
  'git-is-a-pointer': `${borrowed}; rm -rf .git; printf 'gitdir: %s\\n' "$lender" > .git`,
  'git-is-another-repository':
    'rm -rf .git; git init -q; git config filter.evil.clean "touch $SIGNS/ran; cat"; git config filter.evil.smudge "touch $SIGNS/ran; cat"; git config core.fsmonitor "touch $SIGNS/ran"; printf "* filter=evil\\n" > .git/info/attributes',
  'git-is-gone': 'rm -rf .git',
  fsmonitor:
    'printf \'#!/bin/sh\\ntouch "%s/ran"\\n\' "$SIGNS" > monitor.sh; chmod +x monitor.sh; git config core.fsmonitor "$PWD/monitor.sh"; git config core.untrackedCache true; git config core.splitIndex true; git config index.version 4',
  filters:
    'printf "*.txt filter=evil diff=evil merge=evil\\n" > .gitattributes; git config filter.evil.clean "touch $SIGNS/ran; cat"; git config filter.evil.smudge "touch $SIGNS/ran; cat"; git config filter.evil.required true; git config diff.evil.textconv "touch $SIGNS/ran; cat"; git config merge.evil.driver "touch $SIGNS/ran"',
  'half-a-lock':
    'touch "$(git rev-parse --git-dir)/index.lock" "$(git rev-parse --git-dir)/HEAD.lock" "$(git rev-parse --git-dir)/config.lock"',
  'no-objects':
    'chmod -R u+w .git 2>/dev/null; rm -rf .git/objects .git/refs; : > .git/HEAD; printf "[core\\n" > .git/config',
  'head-elsewhere':
    'git checkout -q --orphan nothing; git rm -rq --cached .; git commit -q --allow-empty -m nothing; git update-ref -d HEAD',
  remotes:
    'git remote add evil "$PWD"; git fetch -q evil; git config remote.evil.mirror true; git config branch.main.remote evil; git config url."$PWD".insteadOf https://',
};

/** Agents whose work git cannot keep as it is: their tasks need not be closed. */
const unlandable: Readonly<Record<string, string>> = {
  submodules:
    'git init -q inner; git -C inner -c user.name=a -c user.email=a@b commit -q --allow-empty -m inner; git -C inner config core.fsmonitor "touch $SIGNS/ran"; git -C inner config filter.evil.clean "touch $SIGNS/ran; cat"; printf "* filter=evil\\n" > inner/.gitattributes; printf \'[submodule "inner"]\\n\\tpath = inner\\n\\turl = ./inner\\n\\tupdate = !touch %s/ran\\n\' "$SIGNS" > .gitmodules; git -c core.fsmonitor=false add .gitmodules; git update-index --add --cacheinfo "160000,$(git -C inner rev-parse HEAD),inner"; git config submodule.recurse true; git config submodule.inner.url ./inner; git config submodule.inner.active true',
};

it('leaves the person’s repository byte for byte as it was, whatever agents do in their worktrees', async () => {
  const test = await testWorkspace({
    files: { 'a.txt': 'a\n', 'lib/b.txt': 'b\n', '.gitignore': 'ignored/\n' },
    config: { workflow: { redispatch_limit: 0 } },
  });
  arrange(test);
  const before = stateOf(test);
  for (const [name, script] of Object.entries({ ...agents, ...unlandable })) {
    // What an agent's own git refuses does not end it.
    test.task(name, {
      script: `( set +e; ${script.replaceAll('$SIGNS/ran', `$SIGNS/ran-${name}`).replaceAll('"%s/ran"', `"%s/ran-${name}"`)} ) > "$SIGNS/${name}.log" 2>&1 || true\necho ${name} > ${name}.txt`,
    });
  }
  const run = await test.run({ kind: 'all' }, { maxParallelTasks: 4 });
  expect(run.status).toBe('ended');
  const after = stateOf(test);
  expect(after.checkout).toEqual(before.checkout);
  expect(after.git).toEqual(before.git);
  expect(after.refs).toEqual(before.refs);
  // Objects are added, and none that was there is gone or another.
  expect(after.objects).toEqual(expect.objectContaining(before.objects));
  expect(test.git('fsck', '--connectivity-only', '--no-dangling')).toBe('');
  expect(test.git('stash', 'list')).toContain('half an idea');
  // Nothing that an agent configured was run by the app.
  expect(readdirSync(test.sign('.')).filter((name) => name.startsWith('ran'))).toEqual([]);
  const open = Object.keys(agents).filter((name) => test.get(name).status !== 'closed');
  expect(open.map((name) => [name, test.get(name).blockedReason])).toEqual([]);
  for (const name of Object.keys(agents)) {
    expect(test.fileAt('epic/e', `${name}.txt`)).toBe(name);
  }
}, 240_000);

/** A repository with all that agents like to change: tags, a stash, hooks, packed refs, a worktree, edits under way. */
function arrange(test: TestWorkspace): void {
  test.git('tag', '-m', 'one', 'v1');
  test.git('branch', 'feature');
  test.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  test.git('pack-refs', '--all');
  test.git('branch', 'loose');
  test.git('config', 'alias.st', 'status');
  test.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 0\n');
  test.makeExecutable('.git/hooks/pre-commit');
  test.git('worktree', 'add', '--quiet', '--detach', test.sign('own-worktree'));
  test.write('a.txt', 'half\n');
  test.git('stash', 'push', '--quiet', '--message', 'half an idea');
  test.write('a.txt', 'edited\n');
  test.write('lib/b.txt', 'staged\n');
  test.git('add', 'lib/b.txt');
  test.write('new.txt', 'untracked\n');
  test.write('ignored/x', 'ignored\n');
}

/** Refs that are the app's own. */
const ours = /^refs\/(?:switchyard\/|heads\/(?:agent|epic)\/)/;

function stateOf(test: TestWorkspace) {
  const git: Record<string, string> = {};
  const objects: Record<string, string> = {};
  for (const [path, digest] of filesBelow(join(test.root, '.git'))) {
    if (ours.test(path.replace(/^logs\//, ''))) continue;
    if (path.startsWith('objects/')) objects[path] = digest;
    else git[path] = digest;
  }
  const checkout = Object.fromEntries(
    [...filesBelow(test.root)].filter(([path]) => !path.startsWith('.git/')),
  );
  const refs = test
    .git('for-each-ref', '--format=%(refname) %(objectname)')
    .split('\n')
    .filter((line) => !ours.test(line));
  return { git, objects, checkout, refs };
}

/** Each file below a folder, with a digest of its mode and content. */
function* filesBelow(folder: string, at = ''): Generator<[string, string]> {
  for (const name of readdirSync(join(folder, at)).toSorted()) {
    const path = at === '' ? name : `${at}/${name}`;
    const stat = lstatSync(join(folder, path));
    if (stat.isDirectory()) yield* filesBelow(folder, path);
    else {
      const content = stat.isSymbolicLink()
        ? readlinkSync(join(folder, path))
        : readFileSync(join(folder, path));
      yield [
        path,
        `${stat.mode.toString(8)} ${createHash('sha256').update(content).digest('hex')}`,
      ];
    }
  }
}
