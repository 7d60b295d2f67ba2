import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { evidenceOutput } from '#main/engine/tasks/evidence-output.ts';
import { lineSeal } from '#main/store/seal.ts';
import { outputLimit } from '#main/reading/read-request.ts';
import {
  changedFiles,
  fileSides,
  restoreSnapshot,
  taskSnapshots,
} from '#main/engine/tasks/review-work.ts';
import { taskHistory } from '#main/engine/tasks/task-history.ts';
import { undoTask } from '#main/engine/runs/run-report.ts';
import { longestText } from '#main/git/file-content.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import { at, makeTask, storeBench, write } from '../helpers/stores.ts';
import { makeRepository } from '../helpers/repositories.ts';
import { computedMs } from '../helpers/thread-time.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

function valueOf<Value>(result: Result<Value, Failure>): Value {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const numbers = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');

describe('what differs between two commits', () => {
  it('names every kind of change with its lines, whatever the path', async () => {
    const repository = makeRepository();
    const from = repository.commit('before', {
      'with space.txt': 'one\n',
      'old\nname.txt': numbers,
      gone: 'x\n',
    });
    repository.write({ bin: Buffer.from([0, 1, 2]) });
    const to = repository.commit('after', {
      'with space.txt': 'one\ntwo\n',
      'old\nname.txt': null,
      'sub/new\nname.txt': `${numbers}\nmore`,
      gone: null,
      fresh: 'a\nb\n',
    });
    const git = repository.client;
    expect(valueOf(await changedFiles({ git }, { from, to }))).toEqual([
      { path: 'bin', previousPath: null, kind: 'added', additions: null, deletions: null },
      { path: 'fresh', previousPath: null, kind: 'added', additions: 2, deletions: 0 },
      { path: 'gone', previousPath: null, kind: 'deleted', additions: 0, deletions: 1 },
      {
        path: 'sub/new\nname.txt',
        previousPath: 'old\nname.txt',
        kind: 'renamed',
        additions: 2,
        deletions: 1,
      },
      { path: 'with space.txt', previousPath: null, kind: 'modified', additions: 1, deletions: 0 },
    ]);
    const sides = async (path: string, previousPath: string | null = null): Promise<unknown> =>
      valueOf(await fileSides({ git }, { from, to }, path, previousPath));
    expect(await sides('with space.txt')).toEqual({
      before: { kind: 'text', text: 'one\n' },
      after: { kind: 'text', text: 'one\ntwo\n' },
    });
    expect(await sides('sub/new\nname.txt', 'old\nname.txt')).toMatchObject({
      before: { kind: 'text', text: numbers },
    });
    expect(await sides('gone')).toEqual({
      before: { kind: 'text', text: 'x\n' },
      after: { kind: 'absent' },
    });
    expect(await sides('bin')).toEqual({
      before: { kind: 'absent' },
      after: { kind: 'binary', bytes: 3 },
    });
  });

  it('does not read what is too large, and reads what just fits', async () => {
    const repository = makeRepository();
    const from = repository.commit('before', { file: 'x'.repeat(longestText) });
    const to = repository.commit('after', { file: 'x'.repeat(longestText + 1) });
    const sides = valueOf(await fileSides({ git: repository.client }, { from, to }, 'file', null));
    expect(sides.before.kind).toBe('text');
    expect(sides.after).toEqual({ kind: 'too_large', bytes: longestText + 1 });
  });

  it('shows links by their target, text in other encodings, and patterns as names', async () => {
    const repository = makeRepository();
    const from = repository.commit('before', { '*.txt': 'star', 'a.txt': 'letter' });
    repository.write({ latin: Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]) });
    symlinkSync('a.txt', join(repository.root, 'link'));
    const to = repository.commit('after', { '*.txt': 'stars', ':!a.txt': 'magic' });
    const git = repository.client;
    const magic = valueOf(await fileSides({ git }, { from, to }, ':!a.txt', null));
    expect(magic.after).toEqual({ kind: 'text', text: 'magic' });
    const sides = valueOf(await fileSides({ git }, { from, to }, '*.txt', null));
    expect(sides.before).toEqual({ kind: 'text', text: 'star' });
    const link = valueOf(await fileSides({ git }, { from, to }, 'link', null));
    expect(link.after).toEqual({ kind: 'text', text: 'a.txt' });
    const latin = valueOf(await fileSides({ git }, { from, to }, 'latin', null));
    expect(latin.after).toEqual({ kind: 'text', text: 'caf\uFFFD\n' });
  });

  it('lists a name that is not UTF-8, and refuses to show it with its path', async () => {
    const repository = makeRepository();
    const from = repository.git('rev-parse', 'HEAD');
    const object = repository.git('hash-object', '-w', '.git/HEAD');
    const line = Buffer.concat([
      Buffer.from(`100644 blob ${object}\tcaf`),
      Buffer.from([0xe9, 0x00]),
    ]);
    const tree = execFileSync('git', ['mktree', '-z'], {
      cwd: repository.root,
      env: repository.environment,
      input: line,
      encoding: 'utf8',
    }).trim();
    const to = repository.git('commit-tree', tree, '-p', from, '-m', 'odd');
    const git = repository.client;
    const files = valueOf(await changedFiles({ git }, { from, to }));
    expect(files.map(({ path }) => path)).toContain('caf\uFFFD');
    expect(await fileSides({ git }, { from, to }, 'caf\uFFFD', null)).toMatchObject({
      error: {
        code: 'path-not-utf8',
        message:
          'The name of "caf\uFFFD" is not valid UTF-8, so that the file cannot be shown here.',
      },
    });
  });

  it('is refused for commits and paths that are not there', async () => {
    const repository = makeRepository();
    const git = repository.client;
    const from = repository.git('rev-parse', 'HEAD');
    const to = 'f'.repeat(40);
    const missing = { error: { message: 'The repository has no commit ffffffffffff.' } };
    expect(await changedFiles({ git }, { from, to })).toMatchObject(missing);
    expect(await fileSides({ git }, { from, to }, 'file', null)).toMatchObject(missing);
    expect(await fileSides({ git }, { from, to: from }, 'no file', null)).toMatchObject({
      error: { message: 'Neither commit has a file "no file".' },
    });
  });
});

describe('the vault of a task', () => {
  it('lists its snapshots and restores one as a new branch, with nothing checked out', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: '[ -e one ] && echo 2 > two || { echo 1 > one; exit 1; }' });
    expect((await test.run()).outcome).toBe('completed');
    const { workspace } = test;
    const snapshots = valueOf(await taskSnapshots(workspace, 't1'));
    expect(snapshots.map(({ number, subject }) => [number, subject])).toEqual([
      [1, 't1: Do t1'],
      [2, 't1: Do t1'],
    ]);
    expect(snapshots[0]?.parent).toBe(test.git('rev-parse', 'main'));
    expect(Math.abs(Date.parse(snapshots[0]?.createdAt ?? '') - Date.now())).toBeLessThan(600_000);
    const head = test.git('rev-parse', 'HEAD');
    const { ref, commit } = snapshots[0]!;
    expect(valueOf(await restoreSnapshot(workspace, 't1', ref))).toEqual({
      branch: 'restored/t1-1',
    });
    test.git('branch', 'restored/t1-7');
    expect(valueOf(await restoreSnapshot(workspace, 't1', ref)).branch).toBe('restored/t1-8');
    expect(test.git('rev-parse', 'restored/t1-1', 'restored/t1-8')).toBe(`${commit}\n${commit}`);
    expect(test.git('rev-parse', 'HEAD', '--abbrev-ref', 'HEAD')).toBe(`${head}\nmain`);
    expect(test.git('status', '--porcelain')).toBe('');
  });

  it('is refused for what is no snapshot of the task, and where no branch can be made', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    const { workspace } = test;
    const refusal = async (taskId: string, ref: string): Promise<unknown> =>
      restoreSnapshot(workspace, taskId, ref);
    expect(await refusal('t1', 'refs/heads/main')).toMatchObject({
      error: { message: 'The vault has no snapshot refs/heads/main of t1.' },
    });
    expect(await refusal('../t1', 'x')).toMatchObject({ error: { code: 'bad-id' } });
    expect(valueOf(await taskSnapshots(workspace, 'gone'))).toEqual([]);
    test.git('branch', 'restored');
    expect(await refusal('t1', 'refs/switchyard/vault/t1/1')).toMatchObject({
      error: { message: 'A branch named "restored" exists: git cannot have branches below it.' },
    });
  });
});

describe("a check's output", () => {
  it('is plain, masked text', async () => {
    const test = await testWorkspace({ environment: { DEPLOY_TOKEN: 'hunter2hunter2' } });
    test.task('t1', { verify: ['printf "\\033[31mred\\033[0m $DEPLOY_TOKEN\\n"'] });
    await test.run();
    const [evidence] = test.evidence('t1');
    expect(valueOf(await evidenceOutput(test.workspace, evidence!.id))).toEqual({
      text: 'red [masked]\n',
      isComplete: true,
    });
  });

  it('is cut at its beginning when it is long, and is the record when its file is gone', async () => {
    const test = await testWorkspace();
    test.task('t1', { verify: ['yes 0123456789abcdé | head -n 400000; echo the end'] });
    await test.run();
    const { id, outputFile, outputTail } = test.evidence('t1')[0]!;
    const file = join(test.workspace.paths.evidence, outputFile);
    const started = performance.now();
    const output = valueOf(await evidenceOutput(test.workspace, id));
    console.log(`4 MiB of output: ${(performance.now() - started).toFixed(0)} ms`);
    expect(output.isComplete).toBe(false);
    expect(output.text.slice(0, 16)).toBe('0123456789abcdé\n');
    expect(output.text.endsWith('the end\n')).toBe(true);
    expect(Buffer.byteLength(output.text)).toBeGreaterThan(outputLimit - 20);
    rmSync(file);
    expect(valueOf(await evidenceOutput(test.workspace, id))).toEqual({
      text: outputTail,
      isComplete: false,
    });
    expect(await evidenceOutput(test.workspace, 'nothing')).toMatchObject({
      error: { message: 'There is no evidence nothing.' },
    });
  });
});

describe("a task's history", () => {
  it('tells in sentences what happened, oldest first', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: '[ -e one ] && echo 2 > two || { echo 1 > one; exit 1; }' });
    await test.run();
    await undoTask(test.workspace, 't1');
    const told = taskHistory(test.workspace, 't1');
    expect(told.map(({ text }) => text.replaceAll(/[0-9a-f]{12}|\d+\.\d/g, '…'))).toEqual([
      'Added.',
      'Attempt 1 began: script as developer.',
      'Attempt 1: the agent ended with exit code 1.',
      'Attempt 1: its work was kept, 1 file changed.',
      'Attempt 1 failed.',
      'Put back among the open tasks.',
      'Attempt 2 began: script as developer, going on with the work of an earlier attempt.',
      'Attempt 2: the agent ended with exit code 0.',
      'Attempt 2: its work was kept, 2 files changed.',
      'Check passed after … s.',
      'Attempt 2: the checks passed on the result of the merge.',
      'Merged into epic/e as ….',
      'Done: the checks passed and the work is merged.',
      'Its merge was taken back: epic/e is at ….',
      'Opened again.',
    ]);
    expect(told[8]?.detail).toBe('created one\ncreated two');
    expect(taskHistory(test.workspace, 'nobody')).toEqual([]);
  });

  it('comes quickly from a log of 100,000 lines', () => {
    const bench = storeBench();
    const store = bench.open();
    const task = makeTask('e.7');
    write(store, { to: 'tasks', id: 'e.7', command: { kind: 'add', task } });
    const database = new DatabaseSync(bench.file);
    onTestFinished(() => database.close());
    const insert = database.prepare(
      'INSERT INTO log (sequence, at, entry, made, previous, seal) VALUES (?, ?, ?, ?, ?, ?)',
    );
    database.exec('BEGIN');
    for (let number = 0; number < 100_000; number += 1) {
      const event = { kind: 'edited', changes: { title: `Title ${number}` }, at };
      const entry = JSON.stringify({ collection: 'tasks', id: `e.${number % 500}`, event });
      const line = { sequence: number + 2, at, entry, made: '', previous: '' };
      insert.run(line.sequence, at, entry, '', '', lineSeal(line));
    }
    database.exec('COMMIT');
    // What another connection has written is looked at once.
    store.lastSequence();
    const started = computedMs();
    const told = taskHistory({ store }, 'e.7');
    const elapsed = computedMs() - started;
    console.log(`history from a log of 100,000 lines: ${elapsed.toFixed(1)} ms`);
    expect(told).toHaveLength(201);
    expect(elapsed).toBeLessThan(100);
  });
});
