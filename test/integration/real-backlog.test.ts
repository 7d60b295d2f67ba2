import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cloneThisRepository } from '../helpers/cloned-repository.ts';
import type { ClonedRepository } from '../helpers/cloned-repository.ts';

const execute = promisify(execFile);
/** A real executable that does what a prompt orders, see prompt-lines.mjs beside it. */
const worker = join(import.meta.dirname, '..', 'fixtures', 'agents', 'worker');
/** The files that the tasks are to bring: a small program that writes this repository's changelog. */
const material = join(import.meta.dirname, '..', 'fixtures', 'changelog');
const epic = 'changelog';

/** What one `backlog task create` is told. */
interface Wish {
  readonly title: string;
  /** Files that its agent is ordered to write. */
  readonly files: readonly string[];
  readonly criteria: readonly string[];
  readonly priority: 'high' | 'medium' | 'low';
  readonly after: readonly string[];
}

/** 2 and 3 stand on 1, 4 on both of them, 5 on 4; 6 is free. */
const wishes: readonly Wish[] = [
  {
    title: 'Read the parts of a commit subject',
    files: ['parse.mjs', 'parse.test.mjs'],
    criteria: ['Type, scope and text are told apart', 'A merge commit is of type "other"'],
    priority: 'high',
    after: [],
  },
  {
    title: 'Group changes by type',
    files: ['group.mjs', 'group.test.mjs'],
    criteria: ['Types keep the order of their first change'],
    priority: 'medium',
    after: ['task-1'],
  },
  {
    title: 'Find breaking changes',
    files: ['breaking.mjs', 'breaking.test.mjs'],
    criteria: ['Only changes marked with "!" are found'],
    priority: 'low',
    after: ['task-1'],
  },
  {
    title: 'Write the changelog as Markdown',
    files: ['render.mjs', 'render.test.mjs'],
    criteria: ['Breaking changes come first', 'Each type has a heading'],
    priority: 'high',
    after: ['task-2', 'task-3'],
  },
  {
    title: 'Print the changelog of a repository',
    files: ['command.mjs', 'command.test.mjs'],
    criteria: ['It reads the history that it stands in'],
    priority: 'medium',
    after: ['task-4'],
  },
  {
    title: 'Say what the folder is for',
    files: ['README.md'],
    criteria: ['A reader knows where the text comes from'],
    priority: 'low',
    after: [],
  },
];

/** What a slip of the pen makes of `breaking.mjs`; its own test does not let it pass. */
const slip = { right: '=> change.breaking', wrong: '=> !change.breaking' };

let clone: ClonedRepository;

beforeEach(async () => {
  clone = await cloneThisRepository();
});

afterEach(async () => {
  await clone.remove();
});

/** The prose and the orders of one task, as a person would write them into its description. */
async function describeTask({ title, files }: Wish): Promise<string> {
  const orders = files.map(async (file) => {
    const text = await readFile(join(material, file), 'utf8');
    const mistaken = file === 'breaking.mjs' ? text.replace(slip.right, slip.wrong) : text;
    return `WRITE changelog/${file}: ${mistaken.trim().replaceAll('\n', String.raw`\n`)}`;
  });
  return [`${title}, for people who update.`, '', ...(await Promise.all(orders))].join('\n');
}

/** Makes a backlog with the real tool, and the config; commits both; imports. */
async function plan(chosen: readonly Wish[]): Promise<void> {
  await clone.backlog('init', 'Changelog', '--defaults', '--agent-instructions', 'none');
  for (const wish of chosen) {
    await clone.backlog(
      'task',
      'create',
      wish.title,
      '--description',
      await describeTask(wish),
      '--priority',
      wish.priority,
      ...wish.criteria.flatMap((criterion) => ['--ac', criterion]),
      ...wish.after.flatMap((id) => ['--dep', id]),
    );
  }
  await clone.write(
    '.switchyard/project.yaml',
    [
      'version: 1',
      `base_branch: ${JSON.stringify(clone.branch)}`,
      'commands:',
      `  test: ${JSON.stringify('node --test --test-isolation=none "changelog/*.test.mjs"')}`,
      'agents:',
      '  default: worker',
      '  custom:',
      '    worker:',
      `      command: [${JSON.stringify(worker)}]`,
      '      version: ["--version"]',
      '      prompt: file',
      'git: { pull_before_epic: false }',
      '',
    ].join('\n'),
  );
  await clone.git('add', '--all');
  await clone.git('commit', '--quiet', '--message', 'chore: plan the changelog');
  const imported = await clone.switchyard('import', '--epic', epic);
  expect(imported).toMatchObject({ exitCode: 0, stderr: '' });
  expect(imported.stdout).toContain(
    `Imported ${chosen.length} new, 0 changed, 0 unchanged task(s).`,
  );
}

/** Ids by status, as `backlog task list --plain` shows them. */
async function shownStatuses(): Promise<Record<string, string[]>> {
  const statuses: Record<string, string[]> = {};
  let heading = '';
  for (const line of (await clone.backlog('task', 'list', '--plain')).split('\n')) {
    heading = /^(\w[\w ]*):$/.exec(line)?.[1] ?? heading;
    const id = /\b(TASK-\d+) - /.exec(line)?.[1];
    if (id !== undefined) (statuses[heading] ??= []).push(id);
  }
  for (const ids of Object.values(statuses)) ids.sort();
  return statuses;
}

async function lines(...gitArguments: string[]): Promise<string[]> {
  return (await clone.git(...gitArguments)).split('\n').filter((line) => line !== '');
}

/** Checks that the user's own checkout is as it was, but for the task files of the backlog. */
async function expectCheckoutUntouched(head: string): Promise<void> {
  expect(await clone.git('rev-parse', 'HEAD')).toBe(head);
  expect((await clone.git('branch', '--show-current')).trim()).toBe(clone.branch);
  const changed = await lines('status', '--porcelain', '--untracked-files=all');
  // The first column is the index: not even the task files are staged.
  expect(changed.filter((line) => !/^[ ?][MD?] "?backlog\//.test(line))).toEqual([]);
}

describe('a backlog of the real tool in a clone of this repository', () => {
  it(
    'becomes merged commits, and the tool shows every task as Done',
    { timeout: 180_000 },
    async () => {
      await plan(wishes);
      // By hand, in an editor and with the tool: what the files say when a task starts is what counts.
      const mistaken = await clone.taskFile('task-3');
      const text = await clone.read(mistaken);
      expect(text).toContain(slip.wrong);
      await clone.write(mistaken, text.replace(slip.wrong, slip.right));
      const title = 'Explain the folder';
      await clone.backlog('task', 'edit', '6', '--title', title, '--ac', 'It is short');
      const head = await clone.git('rev-parse', 'HEAD');

      const ran = await clone.switchyard('run', '--trust', '--epic', epic);

      expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
      expect(ran.stdout).toContain('Finished: 6/6 completed');
      const ids = ['TASK-1', 'TASK-2', 'TASK-3', 'TASK-4', 'TASK-5', 'TASK-6'];
      expect(await shownStatuses()).toEqual({ Done: ids });
      for (const id of ids) {
        const shown = await clone.backlog('task', id, '--plain');
        expect(shown).toMatch(/^Status: \S* ?Done$/m);
        expect(shown).toMatch(/^- \[x\] #1 /m);
        expect(shown).not.toContain('- [ ]');
        expect(shown).toMatch(
          /Implementation Notes:\n-+\nMerged as [0-9a-f]{12} by worker, attempt \d\.\n\n- created changelog\//,
        );
        expect(shown).toMatch(/Final Summary:\n-+\ndo what was asked/);
      }
      expect(await clone.backlog('task', '6', '--plain')).toContain('- [x] #2 It is short');

      const subjects = await lines(
        'log',
        '--reverse',
        '--format=%s',
        `${clone.branch}..epic/${epic}`,
      );
      const titles = [...wishes.slice(0, 5).map((wish) => wish.title), title];
      expect(subjects.toSorted()).toEqual(titles.map((one, index) => `TASK-${index + 1}: ${one}`));
      const place = (id: number): number =>
        subjects.findIndex((subject) => subject.startsWith(`TASK-${id}:`));
      expect(place(1)).toBeLessThan(Math.min(place(2), place(3)));
      expect(Math.max(place(2), place(3))).toBeLessThan(place(4));
      expect(place(4)).toBeLessThan(place(5));

      await expectCheckoutUntouched(head);
      // What the agents built works: from the epic branch alone, and on this repository's history.
      await clone.git('worktree', 'add', '--quiet', join(clone.dataFolder, 'look'), `epic/${epic}`);
      const program = join(clone.dataFolder, 'look', 'changelog', 'command.mjs');
      const printed = await execute(process.execPath, [program], { cwd: clone.root });
      expect(printed.stdout).toContain('- plan the changelog');
    },
  );

  it(
    'does not show as Done what failed its checks, or what the tool has archived',
    { timeout: 180_000 },
    async () => {
      await plan(wishes.slice(0, 4));
      await clone.backlog('task', 'archive', '2');
      const head = await clone.git('rev-parse', 'HEAD');

      const ran = await clone.switchyard('run', '--trust', '--epic', epic);

      expect(ran.exitCode).toBe(1);
      expect(ran.stdout).toContain('Finished: 1/4 completed, 2 skipped, 1 blocked');
      expect(ran.stdout).toContain('task file not found');
      // With the task that it archived, the tool took what waited for that one out of the other files.
      expect(ran.stdout).toMatch(/TASK-4.* skipped: Unsatisfied dependencies: \[TASK-3\]/);
      expect(await shownStatuses()).toEqual({
        Done: ['TASK-1'],
        'In Progress': ['TASK-3'],
        'To Do': ['TASK-4'],
      });
      const blocked = await clone.backlog('task', '3', '--plain');
      expect(blocked).toContain('- [ ] #1 Only changes marked with "!" are found');
      expect(blocked).toMatch(/Implementation Notes:\n-+\nBlocked: No progress: /);
      expect(await lines('log', '--format=%s', `${clone.branch}..epic/${epic}`)).toEqual([
        `TASK-1: ${wishes[0]?.title}`,
      ]);
      await expectCheckoutUntouched(head);
    },
  );
});
