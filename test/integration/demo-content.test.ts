import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { itemIdSchema } from '#shared/model/item-id.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';

const demo = path.resolve(import.meta.dirname, '../../resources/demo');
const scriptOf = (id: string): string => path.join(demo, 'scripts', `${id}.sh`);
const execute = promisify(execFile);

/** The one task whose first attempt is wrong on purpose. */
const failsFirst = 'shelf-1.2';

const taskSchema = z.strictObject({
  id: itemIdSchema,
  epic: itemIdSchema,
  title: z.string().min(1),
  description: z.string().min(1),
  acceptance_criteria: z.array(z.string()).min(1),
  labels: z.array(z.string()),
  dependencies: z.array(z.string()),
  priority: z.enum(['P0', 'P1', 'P2', 'P3', 'P4']),
  ordinal: z.int().nullable(),
  files_to_modify: z.array(z.string()).min(1),
  test_files: z.array(z.string()).min(1),
  verify: z.array(z.string()).min(1),
});
type DemoTask = z.infer<typeof taskSchema>;

const backlogSchema = z.strictObject({
  switchyard: z.literal(1),
  epics: z.array(z.strictObject({ id: itemIdSchema, title: z.string(), description: z.string() })),
  tasks: z.array(taskSchema),
});

const backlog = backlogSchema.parse(
  JSON.parse(await readFile(path.join(demo, 'backlog.json'), 'utf8')),
);
const { tasks } = backlog;

interface Outcome {
  readonly code: number;
  readonly output: string;
}

interface Attempt {
  /** Paths that git says the task has changed, sorted. */
  readonly changed: readonly string[];
  readonly reported: readonly string[];
  readonly verified: Outcome;
}

interface Played {
  readonly task: DemoTask;
  readonly attempts: readonly Attempt[];
  readonly base: string;
  readonly commit: string;
}

let root: string;
let repository: string;
let environment: NodeJS.ProcessEnv;
let worktrees = 0;

/** Runs a program to its end; a non-zero exit code is an answer, not an exception. */
async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  extra = {},
): Promise<Outcome> {
  try {
    const { stdout, stderr } = await execute(file, args, {
      cwd,
      env: { ...environment, ...extra },
    });
    return { code: 0, output: `${stdout}${stderr}` };
  } catch (error) {
    const ended = z
      .object({ code: z.number(), stdout: z.string(), stderr: z.string() })
      .parse(error);
    return { code: ended.code, output: `${ended.stdout}${ended.stderr}` };
  }
}

async function git(cwd: string, ...args: string[]): Promise<string> {
  const { code, output } = await run('git', args, cwd);
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
  return output.trimEnd();
}

async function addWorktree(commit: string): Promise<string> {
  worktrees += 1;
  const folder = path.join(root, `worktree-${worktrees}`);
  await git(repository, 'worktree', 'add', '--quiet', '--detach', folder, commit);
  return folder;
}

/** Runs every verify command as the app does, up to the first that fails. */
function verify(task: DemoTask, cwd: string): Promise<Outcome> {
  return run('sh', ['-c', task.verify.join(' && ')], cwd);
}

const reportSchema = z.strictObject({
  s: z.literal('s'),
  t: z.literal(0),
  m: z.array(z.string()),
  c: z.array(z.string()),
  sum: z.string().min(1).max(72),
});

/** Runs the task's script as the script agent does and answers its report. */
async function runScript(
  task: DemoTask,
  cwd: string,
  attempt: number,
  prompt: string,
): Promise<z.infer<typeof reportSchema>> {
  const base = path.join(root, `${task.id}-${path.basename(cwd)}-${attempt}`);
  await writeFile(`${base}.md`, prompt);
  const { code, output } = await run('sh', ['-eu', scriptOf(task.id)], cwd, {
    SWITCHYARD_ATTEMPT: String(attempt),
    SWITCHYARD_PROMPT: `${base}.md`,
    SWITCHYARD_REPORT: `${base}.json`,
  });
  expect(code, output).toBe(0);
  const text = await readFile(`${base}.json`, 'utf8');
  expect(text).toMatch(/^\{.*\}\n$/);
  return reportSchema.parse(JSON.parse(text));
}

async function runAttempt(
  task: DemoTask,
  cwd: string,
  attempt: number,
  prompt: string,
): Promise<Attempt> {
  const { m, c } = await runScript(task, cwd, attempt, prompt);
  const status = await git(cwd, 'status', '--porcelain', '--untracked-files=all');
  return {
    changed: status
      .split('\n')
      .map((line) => line.slice(3))
      .sort(),
    reported: [...m, ...c].sort(),
    verified: await verify(task, cwd),
  };
}

async function commitAll(cwd: string, message: string): Promise<string> {
  await git(cwd, 'add', '--all');
  await git(cwd, 'commit', '--quiet', '--message', message);
  return git(cwd, 'rev-parse', 'HEAD');
}

/** Does a task in a worktree, again with the failure in its prompt when it fails. */
async function play(task: DemoTask, base: string, cwd: string): Promise<Played> {
  const first = await runAttempt(task, cwd, 1, task.description);
  const attempts = [first];
  if (first.verified.code !== 0) {
    attempts.push(await runAttempt(task, cwd, 2, first.verified.output));
  }
  return { task, attempts, base, commit: await commitAll(cwd, task.id) };
}

/** Squash-merges the commits one after the other without a checkout; a conflict throws. */
async function land(tip: string, commits: readonly string[]): Promise<string> {
  let head = tip;
  for (const commit of commits) {
    const tree = await git(repository, 'merge-tree', '--write-tree', head, commit);
    head = await git(repository, 'commit-tree', tree, '-p', head, '-m', 'land');
  }
  return head;
}

const treeOf = (commit: string): Promise<string> =>
  git(repository, 'rev-parse', `${commit}^{tree}`);

/** Tasks that can start together, layer by layer. */
function layers(): DemoTask[][] {
  const found: DemoTask[][] = [];
  const placed = new Set<string>();
  while (placed.size < tasks.length) {
    const layer = tasks.filter(
      ({ id, dependencies }) => !placed.has(id) && dependencies.every((other) => placed.has(other)),
    );
    if (layer.length === 0) throw new Error('the dependencies have a cycle or name no task');
    for (const { id } of layer) placed.add(id);
    found.push(layer);
  }
  return found;
}

/** Ids of all tasks that must be closed before this one. */
function prerequisites(task: DemoTask): Set<string> {
  const direct = tasks.filter(({ id }) => task.dependencies.includes(id));
  return new Set(direct.flatMap((other) => [other.id, ...prerequisites(other)]));
}

const ownedFiles = (task: DemoTask): string[] => [...task.files_to_modify, ...task.test_files];

/** Pairs of tasks that may run at the same time and change the same file. */
function contendingPairs(): [DemoTask, DemoTask][] {
  return tasks.flatMap((one, index) =>
    tasks
      .slice(index + 1)
      .filter((other) => !prerequisites(one).has(other.id) && !prerequisites(other).has(one.id))
      .filter((other) => ownedFiles(one).some((file) => ownedFiles(other).includes(file)))
      .map((other): [DemoTask, DemoTask] => [one, other]),
  );
}

const played = new Map<string, Played>();
let finalCommit: string;
/** Trees of the epic after each layer, landed in one order and in the other. */
const landedTrees: { forward: string; backward: string }[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'switchyard-demo-'));
  const shims = path.join(root, 'bin');
  await mkdir(shims);
  // The scripts pause so that a person can watch; here nobody does.
  await writeFile(path.join(shims, 'sleep'), '#!/bin/sh\n');
  await chmod(path.join(shims, 'sleep'), 0o755);
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|VITEST)/.test(name),
  );
  environment = {
    ...Object.fromEntries(inherited),
    PATH: [shims, path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Demo',
    GIT_AUTHOR_EMAIL: 'demo@example.invalid',
    GIT_COMMITTER_NAME: 'Demo',
    GIT_COMMITTER_EMAIL: 'demo@example.invalid',
  };
  repository = path.join(root, 'shelf');
  await cp(path.join(demo, 'project'), repository, { recursive: true });
  await git(repository, 'init', '--quiet', '--initial-branch=main');
  await git(repository, 'add', '--all');
  await git(repository, 'commit', '--quiet', '--message', 'First commit');
  finalCommit = await git(repository, 'rev-parse', 'HEAD');

  for (const layer of layers()) {
    const base = finalCommit;
    const folders: string[] = [];
    while (folders.length < layer.length) folders.push(await addWorktree(base));
    const done = await Promise.all(layer.map((task, index) => play(task, base, folders[index]!)));
    for (const one of done) played.set(one.task.id, one);
    const commits = done.map(({ commit }) => commit);
    const forward = await land(finalCommit, commits);
    const backward = await land(finalCommit, commits.toReversed());
    landedTrees.push({ forward: await treeOf(forward), backward: await treeOf(backward) });
    finalCommit = forward;
  }
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the demo backlog', () => {
  it('is one epic of at least eight tasks, each with a script', async () => {
    expect(backlog.epics).toHaveLength(1);
    expect(tasks.length).toBeGreaterThanOrEqual(8);
    expect(new Set(tasks.map(({ epic }) => epic))).toEqual(new Set([backlog.epics[0]!.id]));
    expect((await readdir(path.join(demo, 'scripts'))).sort()).toEqual(
      tasks.map(({ id }) => `${id}.sh`).sort(),
    );
  });

  it('has a diamond of dependencies and three tasks that can start at once', () => {
    const byId = new Map(tasks.map((task) => [task.id, task]));
    const bottom = byId.get('shelf-1.9')!;
    const sides = bottom.dependencies.map((id) => byId.get(id)!);
    expect(sides.map(({ id }) => id)).toEqual(['shelf-1.6', 'shelf-1.7']);
    expect(sides.map(({ dependencies }) => dependencies)).toEqual([['shelf-1.2'], ['shelf-1.2']]);
    expect(layers()[0]!.length).toBeGreaterThanOrEqual(3);
  });

  it('has tasks that touch the same file without depending on each other', () => {
    const pairs = contendingPairs().map(([one, other]) => `${one.id} ${other.id}`);
    expect(pairs).toContain('shelf-1.9 shelf-1.10');
  });

  it('comes with a workspace config that the app accepts', async () => {
    const text = await readFile(path.join(demo, 'project/.switchyard/project.yaml'), 'utf8');
    const config = projectConfigSchema.parse(parse(text));
    expect(config.agents.default).toBe('script');
    const tested = await run('sh', ['-c', config.commands.test], repository);
    expect(tested.code, tested.output).toBe(0);
  });
});

describe('the demo scripts', () => {
  it.each(tasks.map((task) => ({ id: task.id, task })))(
    '$id changes only its own files, reports them, and passes its verification',
    ({ id, task }) => {
      const { attempts } = played.get(id)!;
      expect(attempts).toHaveLength(id === failsFirst ? 2 : 1);
      for (const { changed } of attempts) expect(changed).toEqual(ownedFiles(task).sort());
      expect(attempts[0]!.reported).toEqual(attempts[0]!.changed);
      const { verified } = attempts.at(-1)!;
      expect(verified.code, verified.output).toBe(0);
    },
  );

  it('sorts wrongly at first, is caught by name, and reads the failure before the repair', () => {
    const [first, second] = played.get(failsFirst)!.attempts;
    expect(first!.verified.code).not.toBe(0);
    expect(first!.verified.output).toMatch(/(✖|not ok).*books that tie .* descending/);
    expect(second!.reported).toEqual(['src/sort.js']);
  });

  it('repairs also where the first attempt left nothing behind', async () => {
    const { task, base } = played.get(failsFirst)!;
    const cwd = await addWorktree(base);
    const { verified, changed, reported } = await runAttempt(task, cwd, 2, task.description);
    expect(verified.code, verified.output).toBe(0);
    expect(reported).toEqual(changed);
  });

  it.each(tasks.map(({ id }) => id))('%s has tests that fail without its code', async (id) => {
    const { task, base, commit } = played.get(id)!;
    const cwd = await addWorktree(base);
    await git(cwd, 'checkout', '--quiet', commit, '--', ...task.test_files);
    const { code } = await run('node', ['--test', ...task.test_files], cwd);
    expect(code).not.toBe(0);
  });

  it('give the same result when they are run again in the same worktree', async () => {
    for (const { task, attempts, commit } of played.values()) {
      const cwd = await addWorktree(commit);
      await runScript(task, cwd, attempts.length, task.description);
      expect(await git(cwd, 'status', '--porcelain')).toBe('');
    }
  });
});

describe('the demo epic', () => {
  it('is the same in whichever order the tasks of a layer land', () => {
    for (const { forward, backward } of landedTrees) expect(backward).toBe(forward);
  });

  it.each(contendingPairs().map((pair) => ({ ids: pair.map(({ id }) => id), pair })))(
    'merges $ids cleanly in both orders from the earliest base they can share',
    async ({ pair }) => {
      const needed = new Set(pair.flatMap((task) => [...prerequisites(task)]));
      const base = await addWorktree('main');
      const needs = [...played.values()].filter(({ task }) => needed.has(task.id));
      for (const { commit } of needs) await git(base, 'cherry-pick', commit);
      const tip = await git(base, 'rev-parse', 'HEAD');
      const commits: string[] = [];
      for (const task of pair) {
        const cwd = await addWorktree(tip);
        await runScript(task, cwd, 1, task.description);
        commits.push(await commitAll(cwd, task.id));
      }
      const forward = await land(tip, commits);
      const backward = await land(tip, commits.toReversed());
      expect(await treeOf(backward)).toBe(await treeOf(forward));
    },
  );

  it('ends with every test passing and every module of the project exercised', async () => {
    const cwd = await addWorktree(finalCommit);
    const flags = ['--test', '--experimental-test-coverage', '--test-reporter=lcov'];
    const { code, output } = await run('node', flags, cwd);
    expect(code, output).toBe(0);
    const covered = new Map(
      [...output.matchAll(/^SF:(.*)\n[^]*?\nLH:(\d+)\nLF:(\d+)/gm)].map(([, file, hit, found]) => [
        file!,
        Number(hit) / Number(found),
      ]),
    );
    const files = (await git(cwd, 'ls-files', 'src')).split('\n');
    expect(files.filter((file) => (covered.get(file) ?? 0) < 0.9)).toEqual([]);
  });

  it('ends with a program that works from the command line', async () => {
    const cwd = await addWorktree(finalCommit);
    const shelf = async (...args: string[]): Promise<string> => {
      const { code, output } = await run('node', ['bin/shelf.js', ...args], cwd);
      expect(code, output).toBe(0);
      return output;
    };
    await shelf('add', 'Solaris', '--author', 'Stanisław Lem', '--pages', '204');
    await shelf('read', '1', '--on', '2026-01-05', '--rating', '5');
    expect(await shelf('stats')).toContain('1 of 1 books read, 204 pages, 5 stars on average');
    expect(await shelf('export')).toContain('- **Solaris**, Stanisław Lem ★★★★★');
    expect(await git(cwd, 'status', '--porcelain')).toBe('');
  });
});
