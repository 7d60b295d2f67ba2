import { describe, expect, it } from 'vitest';
import { testWorkspace, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const list = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');

/** Shell text that waits until the epic has a commit of this task. */
function untilLanded(test: TestWorkspace, task: string): string {
  const look = `git -C "${test.root}" log --format=%s epic/e 2>/dev/null | grep -q "^${task}:"`;
  return `n=0; until ${look}; do n=$((n+1)); [ $n -lt 500 ] || exit 9; sleep 0.05; done`;
}

/** A sign that the attempt has begun, for the other side to wait for. */
function met(test: TestWorkspace, own: string, other: string): string {
  return `touch "$SIGNS/${own}-begun"\n${waitFor(test.sign(`${other}-begun`))}`;
}

describe('two tasks that append to the shared notes', () => {
  it('lands both without a conflict, with the lines of both', async () => {
    const test = await testWorkspace({ files: { '.switchyard/KNOWLEDGE.md': '# Knowledge\n' } });
    const append = (own: string, other: string): string =>
      `${met(test, own, other)}\necho "- seen by ${own}" >> .switchyard/KNOWLEDGE.md\ntouch ${own}`;
    test.task('t1', { script: append('t1', 't2') });
    test.task('t2', { script: append('t2', 't1') });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect([...test.attempts('t1'), ...test.attempts('t2')]).toHaveLength(2);
    const notes = test.fileAt('epic/e', '.switchyard/KNOWLEDGE.md')!.trim().split('\n').toSorted();
    expect(notes).toEqual(['# Knowledge', '- seen by t1', '- seen by t2']);
  });
});

describe('two tasks on the same line', () => {
  it("runs the second one again from the epic's tip, told why, and lands both", async () => {
    const test = await testWorkspace({ files: { 'list.txt': `${list}\n` } });
    test.task('t1', {
      script: `${met(test, 't1', 't2')}\nsed -i 's/line 5$/five by t1/' list.txt`,
    });
    test.task('t2', {
      script: [
        'if [ "$SWITCHYARD_ATTEMPT" = 1 ]; then',
        met(test, 't2', 't1'),
        untilLanded(test, 't1'),
        "sed -i 's/line 5$/five by t2/' list.txt",
        'else grep "five by t1" list.txt && echo "and by t2" >> list.txt; fi',
      ].join('\n'),
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    const [first, second] = test.attempts('t2');
    expect(first).toMatchObject({
      outcome: 'conflict',
      conflicts: ['list.txt'],
      problem: 'The work conflicts with the epic in list.txt.',
    });
    expect(test.prompt(second!)).toContain('These files conflicted with work merged meanwhile');
    expect(test.prompt(second!)).toContain('- list.txt');
    expect(test.fileAt(first?.vaultRef ?? '', 'list.txt')).toContain('five by t2');
    expect(test.fileAt('epic/e', 'list.txt')).toMatch(/five by t1[^]*and by t2$/);
    expect(test.get('t2').dispatches).toBe(1);
    expect(test.notices('merge_conflict')).toEqual([
      "Task t2 conflicts in list.txt; it runs again from the epic's tip.",
    ]);
    expect(test.landed()).toEqual(['t1: Do t1', 't2: Do t2']);
  });

  it('blocks the task that conflicts once more, and names the files', async () => {
    const test = await testWorkspace({ files: { 'list.txt': `${list}\n` } });
    const changeLine = (by: string): string => `sed -i 's/^.*5.*$/5 by ${by}/;' list.txt`;
    test.task('t1', { script: `${met(test, 't1', 't2')}\n${changeLine('t1')}` });
    test.task('t3', {
      script: `${waitFor(test.sign('t2-again'))}\n${changeLine('t3')}`,
      dependencies: ['t1'],
    });
    test.task('t2', {
      script: [
        'if [ "$SWITCHYARD_ATTEMPT" = 1 ]; then',
        met(test, 't2', 't1'),
        untilLanded(test, 't1'),
        'else touch "$SIGNS/t2-again"',
        untilLanded(test, 't3'),
        `fi\n${changeLine('t2')}`,
      ].join('\n'),
    });
    const run = await test.run();
    expect(run.outcome).toBe('incomplete');
    expect(test.attempts('t2').map((one) => one.outcome)).toEqual(['conflict', 'conflict']);
    expect(test.get('t2').blockedReason).toBe(
      'Merge conflict in list.txt, also after a second try.',
    );
    expect(test.landed()).toEqual(['t1: Do t1', 't3: Do t3']);
    expect(test.fileAt('epic/e', 'list.txt')).not.toContain('t2');
    expect(test.git('for-each-ref', '--format=%(refname)', 'refs/switchyard/vault/t2')).toBe(
      'refs/switchyard/vault/t2/1\nrefs/switchyard/vault/t2/2',
    );
  });
});

describe('the merge train', () => {
  it('lands two changes of one file, and checks the second on the combined tree', async () => {
    const test = await testWorkspace({ files: { 'list.txt': `${list}\n` } });
    test.task('t1', { script: `${met(test, 't1', 't2')}\nsed -i 's/line 2$/two by t1/' list.txt` });
    test.task('t2', {
      script: [
        met(test, 't2', 't1'),
        untilLanded(test, 't1'),
        "sed -i 's/line 18$/eighteen by t2/' list.txt; ! grep t1 list.txt",
      ].join('\n'),
      verify: ['grep "by t2" list.txt && grep "by t1" list.txt'],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.attempts('t2')).toHaveLength(1);
    const [receipt] = test.receipts('t2');
    expect(receipt).toMatchObject({
      headBefore: test.receipts('t1')[0]?.headAfter,
      proof: 'patch_equality',
      tree: test.git('rev-parse', 'epic/e^{tree}'),
    });
    expect(test.evidence('t2').map((one) => one.tree)).toEqual([receipt?.tree]);
    expect(test.attempts('t2')[0]?.tree).not.toBe(receipt?.tree);
    expect(test.git('rev-parse', 'refs/switchyard/archive/t2')).toBe(
      test.attempts('t2')[0]?.commit,
    );
  });

  it('puts work back for repair that fails on the combined tree; the branch stays', async () => {
    const test = await testWorkspace({ files: { 'api.txt': 'old name\n' } });
    const check = 'for f in use*; do [ ! -e "$f" ] || grep -q -f "$f" api.txt || exit 1; done';
    test.task('t1', {
      script: `${met(test, 't1', 't2')}\necho "new name" > api.txt`,
      verify: [check],
    });
    test.task('t2', {
      script: [
        'if [ "$SWITCHYARD_ATTEMPT" = 1 ]; then',
        met(test, 't2', 't1'),
        untilLanded(test, 't1'),
        'echo "old name" > use.txt',
        `else git -C "${test.root}" rev-parse epic/e > "$SIGNS/tip"`,
        'grep "new name" api.txt && grep "old name" use.txt && cp api.txt use.txt; fi',
      ].join('\n'),
      verify: [check],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    const [first, second] = test.attempts('t2');
    expect(first).toMatchObject({ outcome: 'failed' });
    expect(test.readSign('tip').trim()).toBe(test.receipts('t1')[0]?.headAfter);
    expect(second).toMatchObject({ outcome: 'merged', worktree: first?.worktree });
    expect(test.fileAt('epic/e', 'use.txt')).toBe('new name');
    expect(test.fileAt(first?.vaultRef ?? '', 'use.txt')).toBe('old name');
    expect(test.landed()).toEqual(['t1: Do t1', 't2: Do t2']);
  });

  it('checks again when a person moved the epic branch in between, and agreed to where it stands', async () => {
    const test = await testWorkspace();
    test.task('t0');
    test.task('t1', {
      dependencies: ['t0'],
      verify: [
        [
          'echo run >> "$SIGNS/checks"; [ -e "$SIGNS/moved" ] || {',
          `cd "${test.root}"; touch "$SIGNS/moved"; blob=$(echo mine | git hash-object -w --stdin)`,
          'tree=$( (git ls-tree epic/e; printf "100644 blob $blob\\tmine.txt\\n") | git mktree)',
          'commit=$(git commit-tree -p epic/e -m "by hand" $tree)',
          'git update-ref refs/heads/epic/e $commit; }',
        ].join('\n'),
      ],
    });
    expect((await test.run()).outcome).toBe('incomplete');
    expect(test.landed()).toEqual(['t0: Do t0', 'by hand']);
    expect((await test.words('guard', '--leave')).code).toBe(0);
    expect((await test.run()).outcome).toBe('completed');
    expect(test.landed()).toEqual(['t0: Do t0', 'by hand', 't1: Do t1']);
    expect(test.fileAt('epic/e', 'mine.txt')).toBe('mine');
    expect(test.readSign('checks')).toBe('run\nrun\n');
    expect(test.receipts('t1')[0]?.tree).toBe(test.git('rev-parse', 'epic/e^{tree}'));
    expect(test.evidence('t1').map((one) => one.tree)).toContain(test.receipts('t1')[0]?.tree);
  });
});
