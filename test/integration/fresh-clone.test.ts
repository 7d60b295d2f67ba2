import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** One thing that an agent does, and the command that finds it done where it was done. */
interface Deed {
  readonly script: string;
  readonly check: string;
}

type Kind =
  | 'tracked'
  | 'changed'
  | 'removed'
  | 'ignored'
  | 'ignored by its own rule'
  | 'unchanged by a flag'
  | 'outside by a flag'
  | 'nested'
  | 'linked'
  | 'linked to what is ignored'
  | 'half written'
  | 'written later'
  | 'committed and gone';

const kinds: readonly Kind[] = [
  'tracked',
  'changed',
  'removed',
  'ignored',
  'ignored by its own rule',
  'unchanged by a flag',
  'outside by a flag',
  'nested',
  'linked',
  'linked to what is ignored',
  'half written',
  'written later',
  'committed and gone',
];

function deedOf(kind: Kind, name: string): Deed {
  const file = `${name}.txt`;
  const holds = (path: string): string => `grep -q ${name} ${path}`;
  switch (kind) {
    case 'tracked':
      return { script: `mkdir -p new; echo ${name} > new/${file}`, check: holds(`new/${file}`) };
    case 'changed':
      return { script: `echo ${name} >> a.txt`, check: holds('a.txt') };
    case 'removed':
      return { script: 'rm -f lib/b.txt', check: 'test ! -e lib/b.txt' };
    case 'ignored':
      return {
        script: `mkdir -p build; echo ${name} > build/${file}`,
        check: holds(`build/${file}`),
      };
    case 'ignored by its own rule':
      return {
        script: `mkdir -p own; echo '*.txt' > own/.gitignore; echo ${name} > own/${file}`,
        check: holds(`own/${file}`),
      };
    case 'unchanged by a flag':
      return {
        script: `git update-index --assume-unchanged a.txt; echo ${name} >> a.txt`,
        check: holds('a.txt'),
      };
    case 'outside by a flag':
      return {
        script: `git update-index --skip-worktree lib/c.txt; echo ${name} > lib/c.txt`,
        check: holds('lib/c.txt'),
      };
    case 'nested':
      return {
        script: `git init -q nested-${name}; echo ${name} > nested-${name}/${file}`,
        check: holds(`nested-${name}/${file}`),
      };
    case 'linked':
      return {
        script: `echo ${name} > real-${file}; ln -s real-${file} link-${file}`,
        check: holds(`link-${file}`),
      };
    case 'linked to what is ignored':
      return {
        script: `mkdir -p build; echo ${name} > build/${file}; ln -s build/${file} link-${file}`,
        check: holds(`link-${file}`),
      };
    case 'half written':
      return { script: `printf ${name} > ${file}; printf x > .${file}.tmp`, check: holds(file) };
    case 'written later':
      return {
        script: `echo first > ${file}; setsid sh -c 'sleep 0.3; echo ${name} > ${file}' > /dev/null 2>&1 &`,
        check: holds(file),
      };
    case 'committed and gone':
      return {
        script: `echo ${name} > ${file}; git add ${file}; git commit -qm ${name}; git reset -q --hard HEAD~1`,
        check: holds(file),
      };
    default:
      return assertNever(kind, 'kind of deed');
  }
}

/** Some tasks, each with some deeds. */
const plans = fc.array(fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 4 }), {
  minLength: 2,
  maxLength: 4,
});

it('lands only what passes the same checks in a fresh clone, and refuses nothing that does', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const test = await testWorkspace({
        files: { 'a.txt': 'a\n', 'lib/b.txt': 'b\n', 'lib/c.txt': 'c\n', '.gitignore': 'build/\n' },
        config: { workflow: { redispatch_limit: 0 } },
      });
      for (const [index, chosen] of plan.entries()) {
        const deeds = chosen.map((kind, place) => deedOf(kind, `t${index}d${place}`));
        test.task(`t${index}`, {
          epicId: `e${index}`,
          script: deeds.map(({ script }) => script).join('\n'),
          verify: deeds.map(({ check }) => check),
        });
      }
      await test.run({ kind: 'all' }, { maxParallelTasks: 4 });
      for (const index of plan.keys()) agree(test, `t${index}`, `epic/e${index}`);
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 240_000);

/** Each verdict about a task is the one that a fresh copy of the same tree gives. */
function agree(test: TestWorkspace, taskId: string, branch: string): void {
  const evidence = test.evidence(taskId);
  if (test.get(taskId).status === 'closed') {
    const clone = test.sign(`clone-${taskId}`);
    test.git('clone', '--quiet', '--branch', branch, '--', test.root, clone);
    const results = test.receipts(taskId).map(({ evidenceIds }) => evidenceIds.length);
    expect(results).toHaveLength(1);
    for (const { command } of evidence)
      expect([taskId, command, exitOf(command, clone)]).toEqual([taskId, command, 0]);
  }
  for (const [place, one] of evidence.entries()) {
    const folder = test.sign(`tree-${taskId}-${place}`);
    showTree(test, one, folder);
    const isPassed = exitOf(one.command, folder) === 0;
    expect([taskId, one.command, isPassed]).toEqual([
      taskId,
      one.command,
      one.verdict === 'passed',
    ]);
  }
}

function exitOf(command: string, cwd: string): number | null {
  return spawnSync('sh', ['-c', command], { cwd, stdio: 'ignore' }).status;
}

/** Writes the tree of an evidence into a folder, without any checkout. */
function showTree(test: TestWorkspace, { tree }: Evidence, folder: string): void {
  mkdirSync(folder);
  const environment = { ...test.environment, GIT_INDEX_FILE: `${folder}.index` };
  const git = (...args: readonly string[]): void => {
    execFileSync('git', [...args], { cwd: test.root, env: environment });
  };
  git('read-tree', tree);
  git('checkout-index', '--all', `--prefix=${folder}/`);
}
