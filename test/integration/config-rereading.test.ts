import { describe, expect, it } from 'vitest';
import { hostWorkspace } from '#main/engine/host/hosted-workspace.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

/** The workspace, whose first rereading reads at once and is late with what it read. */
function withLateReading(workspace: Workspace, release: Promise<void>): Workspace {
  let isFirst = true;
  const wrap = (inner: Workspace): Workspace => ({
    ...inner,
    async withFreshConfig() {
      const isLate = isFirst;
      isFirst = false;
      const fresh = await inner.withFreshConfig();
      if (isLate) await release;
      return wrap(fresh);
    },
  });
  return wrap(workspace);
}

describe('rereading the config', () => {
  it('twice at once ends with what was read last, however long the first one takes', async () => {
    const test = await testWorkspace();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const open = await hostWorkspace(withLateReading(test.workspace, released));
    const write = (tasks: number): void =>
      test.write('.switchyard/project.yaml', `workflow: { max_parallel_tasks: ${tasks} }\n`);
    write(4);
    const first = open.rereadConfig();
    // Long enough for the first to have read the file.
    await test.workspace.withFreshConfig();
    write(5);
    const second = open.rereadConfig();
    await test.workspace.withFreshConfig();
    release();
    await Promise.all([first, second]);
    expect(open.workspace.config.workflow.max_parallel_tasks).toBe(5);
  });

  it('goes on after one that failed', async () => {
    const test = await testWorkspace();
    let isBroken = true;
    const open = await hostWorkspace({
      ...test.workspace,
      async withFreshConfig() {
        if (isBroken) throw new Error('no disk');
        return test.workspace.withFreshConfig();
      },
    });
    const failed = open.rereadConfig();
    await expect(failed).rejects.toThrow('no disk');
    isBroken = false;
    test.write('.switchyard/project.yaml', 'workflow: { max_parallel_tasks: 6 }\n');
    await open.rereadConfig();
    expect(open.workspace.config.workflow.max_parallel_tasks).toBe(6);
  });
});
