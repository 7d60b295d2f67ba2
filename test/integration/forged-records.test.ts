import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const at = '2026-01-31T12:00:00.000Z';

/** Statements by which an agent would close a task itself, if the database believed it. */
const forgeries = {
  'its row says that it is closed': `
    UPDATE tasks SET document = json_set(document, '$.status', 'closed', '$.completedAt', '${at}')
    WHERE id = 't1'`,
  'the log says so': `
    INSERT INTO log (at, entry) VALUES ('${at}', json_object('collection', 'tasks', 'id', 't1',
      'event', json_object('kind', 'closed', 'summary', 'done', 'notes', '', 'at', '${at}')))`,
  'there is a receipt': `
    INSERT INTO receipts (id, sequence, document) VALUES ('forged', 100000, json_object('id', 'forged',
      'kind', 'merge', 'taskId', 't1', 'epicId', 'e', 'attemptId', NULL, 'branchRef', 'refs/heads/epic/e',
      'headBefore', 'a', 'headAfter', 'b', 'tree', 'c', 'proof', 'tree_equality', 'evidenceIds', json_array(),
      'archiveRef', NULL, 'createdAt', '${at}', 'marks', json_array()))`,
  'all its checks have passed': `
    INSERT INTO evidence (id, sequence, document)
      SELECT 'forged-' || id, 100000 + rowid, json_set(document, '$.id', 'forged-' || id, '$.verdict', 'passed', '$.exitCode', 0)
      FROM evidence;
    UPDATE evidence SET document = json_set(document, '$.verdict', 'passed', '$.exitCode', 0)`,
  'its row says so, after what would notice was dropped': `
    DROP TRIGGER tasks_changed; DROP TRIGGER tasks_added; DROP TRIGGER log_delete;
    UPDATE tasks SET document = json_set(document, '$.status', 'closed')`,
};

/** A command that runs statements in the database of the workspace. */
function forging(test: TestWorkspace, statements: string): string {
  const file = test.sign('forge.mjs');
  writeFileSync(
    file,
    `import { DatabaseSync } from 'node:sqlite';
const database = new DatabaseSync(${JSON.stringify(test.workspace.paths.database)}, { timeout: 5000 });
database.exec(${JSON.stringify(statements)});
database.close();
`,
  );
  return `"${process.execPath}" --no-warnings "${file}"`;
}

describe('an agent that writes into the database', () => {
  it.each(Object.entries(forgeries))('closes nothing: %s', async (_what, statements) => {
    const test = await testWorkspace({ config: { workflow: { debug: { no_progress: 2 } } } });
    const script = `${forging(test, statements)}; echo t1 > t1.txt`;
    test.task('t1', { script, verify: ['false'] });
    test.task('t2', { script: 'sleep 1; echo t2 > t2.txt' });
    const run = await test.run();
    expect(run.outcome).not.toBe('completed');
    expect(test.get('t1').status).toBe('blocked');
    expect(test.receipts('t1')).toEqual([]);
    expect(test.evidence('t1').some(({ verdict }) => verdict === 'passed')).toBe(false);
    expect([test.get('t2').status, test.fileAt('epic/e', 't2.txt')]).toEqual(['closed', 't2']);
    expect(test.notices('records_changed')[0]).toMatch(
      /^Something that is not Switchyard wrote into its records: .*Nothing of it counts\./,
    );
    const shown = await test.words('show', 't1');
    expect(shown.stdout).toContain('blocked');
  });

  it('is noticed by whoever looks when no run is there', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.workspace.close();
    execFileSync('/bin/sh', ['-c', forging(test, forgeries['its row says that it is closed'])]);
    const shown = await test.words('show', 't1');
    expect(shown.stdout).not.toContain('closed');
    const again = await test.open();
    expect(again.store.get('tasks', 't1')?.status).toBe('open');
  });
});
