import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importItems } from '#main/engine/transfers/import-items.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const file = (number: number): string => `backlog/tasks/task-${number} - T.md`;

/** A committed backlog of tasks that run these scripts in their worktrees, imported. */
async function backlog(...scripts: readonly string[]): Promise<TestWorkspace> {
  const test = await testWorkspace();
  for (const [index, script] of scripts.entries()) {
    const number = index + 1;
    test.write(
      file(number),
      `---\nid: task-${number}\ntitle: Task ${number}\nstatus: To Do\nscript: ${JSON.stringify(script)}\n---\n\n## Description\n\nDo it.\n\n## Acceptance Criteria\n- [ ] #1 One\n- [ ] #2 Two\n`,
    );
  }
  test.git('add', '--all');
  test.git('commit', '--quiet', '--message', 'Backlog');
  await importItems(test.workspace, { from: 'repository', epicId: 'backlog' });
  return test;
}

/** Shell text with which an agent ticks its task off and writes notes, as the tool tells it to. */
function ticksOff(number: number, note: string): string {
  const path = JSON.stringify(file(number));
  return [
    `sed -i 's/^status: .*/status: Done/; s/- \\[ \\] #1/- [x] #1/' ${path}`,
    `printf '\\n## Implementation Notes\\n\\n<!-- SECTION:NOTES:BEGIN -->\\n${note}\\n<!-- SECTION:NOTES:END -->\\n' >> ${path}`,
  ].join('\n');
}

function read(test: TestWorkspace, number: number): string {
  return readFileSync(join(test.root, file(number)), 'utf8');
}

describe('an agent that edits its own task file', () => {
  it('and the app make no conflict, whether the person commits the file or not; its notes are kept', async () => {
    const test = await backlog(
      `echo 1 > one.txt\n${ticksOff(1, 'What I did first.')}`,
      `echo 2 > two.txt\n${ticksOff(2, 'What I did second.')}`,
    );
    await test.run({ kind: 'all' }, { maxParallelTasks: 2 });
    expect(test.git('diff', '--name-only', 'main', 'epic/backlog')).toBe('one.txt\ntwo.txt');
    expect(read(test, 1)).toMatch(/^status: Done$/m);
    expect(read(test, 1)).toContain('What I did first.');
    expect(read(test, 1)).not.toContain('modified backlog');
    expect(read(test, 2)).toContain('What I did second.');
    // All of it is in what was recorded of the attempt.
    const { commit } = test.attempts('task-1')[0]!;
    expect(test.fileAt(commit!, file(1))).toContain('What I did first.');
    test.git('merge', '--quiet', '--no-ff', '--message', 'merge', 'epic/backlog');
    test.git('commit', '--quiet', '--all', '--message', 'what the app wrote');
    expect(test.git('status', '--porcelain', '--untracked-files=no')).toBe('');
  });

  it('may rename it, move it to the completed ones, or delete it', async () => {
    const completed = 'backlog/completed';
    const test = await backlog(
      `echo 1 > one.txt\nmkdir -p ${completed}; mv ${JSON.stringify(file(1))} ${completed}/`,
      `echo 2 > two.txt\nmv ${JSON.stringify(file(2))} 'backlog/tasks/task-2 - Better.md'`,
      `echo 3 > three.txt\nrm ${JSON.stringify(file(3))}`,
    );
    await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    const landed = test.git('diff', '--name-only', 'main', 'epic/backlog');
    expect(landed).toBe('one.txt\nthree.txt\ntwo.txt');
    for (const number of [1, 2, 3]) expect(read(test, number)).toMatch(/^status: Done$/m);
  });

  it('lands what it does to other files of the backlog, as its work', async () => {
    const fresh = 'backlog/tasks/task-9 - New.md';
    const test = await backlog(
      `printf -- '---\\nid: task-9\\ntitle: New\\n---\\n' > ${JSON.stringify(fresh)}\n${ticksOff(1, 'n')}`,
    );
    await test.run({ kind: 'all' });
    expect(test.git('diff', '--name-only', 'main', 'epic/backlog')).toBe(fresh);
  });

  it('leaves what the person wrote there meanwhile', async () => {
    const test = await backlog(
      [
        'echo 1 > one.txt',
        ticksOff(1, 'What I did.'),
        `sed -i 's/- \\[ \\] #2/- [x] #2/; s/Do it\\./Do it well./' "$SIGNS/repository/${file(1)}"`,
      ].join('\n'),
    );
    await test.run({ kind: 'all' });
    expect(read(test, 1)).toContain('Do it well.');
    expect(read(test, 1)).toContain('- [x] #1 One\n- [x] #2 Two');
    expect(read(test, 1)).toContain('What I did.');
  });
});
