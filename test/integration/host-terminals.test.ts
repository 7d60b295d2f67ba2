import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { failure } from '#shared/lib/failure.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import { hostWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { createHostTerminals } from '#main/engine/host/host-terminals.ts';
import type { WorkspaceFinder } from '#main/engine/host/host-terminals.ts';
import { soon, view } from '../helpers/viewers.ts';
import type { TestViewer } from '../helpers/viewers.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';

function viewerOf(
  host: Pick<WorkspaceFinder, 'workspace'>,
  logger: Partial<Logger> = {},
): (attemptId: string) => TestViewer {
  const surroundings = { logger: { ...silentLogger, ...logger } };
  const terminals = createHostTerminals({ ...host, surroundings });
  onTestFinished(async () => terminals.dispose());
  return (attemptId) =>
    view(
      {
        open: (_find, channel) => terminals.open({ workspaceId: 'any', attemptId }, channel),
      },
      async () => err(failure('unused', 'Nobody asks.', 'Nothing.')),
    );
}

test('an attempt is shown while its agent runs, typed into, and shown again when it has ended', async () => {
  const workspace = await testWorkspace();
  const sign = workspace.sign('go');
  workspace.task('t1', {
    script: `echo x > x; echo hello from the agent; read answer; echo "got $answer"; ${waitFor(sign)}`,
    labels: ['agent:script'],
  });
  const hosted = await hostWorkspace(workspace.workspace);
  const open = viewerOf({ workspace: async () => ok(hosted) });
  const run = await workspace.start();
  hosted.adopt(run);
  const attempt = await until('the attempt', () => workspace.attempts('t1')[0]);
  const live = open(attempt.id);
  await soon(() => expect(live.text()).toContain('hello from the agent'));
  expect(live.message('opened')).toMatchObject({ isLive: true, columns: 120, rows: 40 });
  live.end.receive({ kind: 'input', data: 'an answer\r' });
  await soon(() => expect(live.text()).toContain('got an answer'));
  writeFileSync(sign, '');
  await soon(() => expect(live.isClosed).toBe(true));
  expect(live.message('ended')).toMatchObject({ exitCode: 0 });
  await run.finished;
  const later = open(attempt.id);
  await soon(() => expect(later.isClosed).toBe(true));
  expect(later.message('opened')).toMatchObject({ isLive: false });
  expect(await later.screen()).toEqual(await live.screen());
  hosted.documents.close();
  hosted.status.close();
});

test('an attempt or a workspace that nobody knows is a failure', async () => {
  const workspace = await testWorkspace();
  const hosted = await hostWorkspace(workspace.workspace);
  const unknown = viewerOf({ workspace: async () => ok(hosted) })('nobody');
  await soon(() => expect(unknown.isClosed).toBe(true));
  expect(unknown.message('failed')?.failure.code).toBe('unknown-attempt');
  const problem = failure('unknown-workspace', 'There is none.', 'Open it.');
  const elsewhere = viewerOf({ workspace: async () => err(problem) })('nobody');
  await soon(() => expect(elsewhere.isClosed).toBe(true));
  expect(elsewhere.received).toEqual([{ kind: 'failed', failure: problem }]);
  hosted.documents.close();
  hosted.status.close();
});

test('an error while it is looked for is told to its viewer, and does not end the host', async () => {
  const errors: string[] = [];
  const broken = viewerOf(
    {
      workspace: async () => {
        throw new Error('database is not open');
      },
    },
    { error: (text) => errors.push(text) },
  )('any');
  await soon(() => expect(broken.isClosed).toBe(true));
  expect(broken.message('failed')?.failure).toMatchObject({
    code: 'terminal-error',
    message: 'This terminal cannot be shown because of an error of the host.',
  });
  expect(errors).toEqual(['A terminal could not be looked up.']);
});
