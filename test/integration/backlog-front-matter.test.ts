import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBacklogFolder } from '#main/sources/backlog-md/read-folder.ts';
import { writeBackBacklogTask } from '#main/sources/backlog-md/write-back.ts';
import { makeBacklogRepository } from '../helpers/backlog-cli.ts';
import type { BacklogRepository } from '../helpers/backlog-cli.ts';

const updatedAt = '2026-12-24T18:30:00.000Z';
let repository: BacklogRepository;

beforeEach(async () => {
  repository = await makeBacklogRepository();
});

afterEach(async () => {
  await repository.remove();
});

describe('front matter', () => {
  /** Heads in the ways that people write them; some of them neither of us can read. */
  const heads: readonly string[] = [
    '---\nid: TASK-1\ntitle: Dots\nstatus: Done\nlabels: [a]\n...\n---\n\nbody\n',
    '---\nid: TASK-1\ntitle: Dots\nstatus: Done\n...\nlabels: [a]\n---\n\nbody\n',
    '---\nid: TASK-1\ntitle: Open\nstatus: Done\nlabels: [a]\n',
    '---yaml\nid: TASK-1\ntitle: Language\nstatus: Done\nlabels: [a]\n---\n',
    '---\nid: TASK-1\ntitle: Flow\nstatus: Done\nlabels: [a,\n\tb]\n---\n',
    '---\nid: TASK-1\ntitle: Twice\nstatus: Done\nstatus: To Do\nlabels: [a]\n---\n',
    '---\nid: TASK-1\ntitle: Merged\nbase: &b {status: Done, labels: [a]}\n<<: *b\n---\n',
    '---\nid: TASK-1\ntitle: Alias\nx: &s Done\nstatus: *s\nlabels: [*s]\nordinal: 1_000\n---\n',
    '---\nid: TASK-1\ntitle: [WIP] x\nstatus: Done\n---\n',
    '---\nid: TASK-1\ntitle: Folded\nstatus: >-\n  Done\nlabels:\n- a\n- b\n---\n',
    '---\nid: TASK-1\ntitle: Behind\nstatus: Done\nlabels: [a]\n---## Description\n\nd\n',
    '\uFEFF---\r\nid: TASK-1\r\ntitle: Mark\r\nstatus: Done\r\nlabels: [a]\r\n---\r\n\r\nd\r\n',
    '\n---\nid: TASK-1\ntitle: Blank\nstatus: Done\nlabels: [a]\n---\n',
    '---\n{id: TASK-1, title: Braces, status: Done, labels: [a]}\n---\n',
    '--- \nid: TASK-1\ntitle: Spaces\nstatus: Done\nlabels: [a]\n---   \nbody\n',
    '---\nid: TASK-1\ntitle: Colon: again\nstatus: Done\n---\n',
  ];

  it('is read wherever the real tool reads it, and as the same', { timeout: 120_000 }, async () => {
    await repository.backlog('init', 'Demo', '--defaults', '--agent-instructions', 'none');
    for (const head of heads) {
      await repository.write('backlog/tasks/task-1 - T.md', head);
      const shown = await repository.backlog('task', '1', '--plain').catch(() => 'not found');
      const { tasks, problems } = await readBacklogFolder(repository.root, { epicId: 'e' });
      const told = /^Task TASK-1 - (.*)$/m.exec(shown)?.[1];
      expect([head, tasks[0]?.title]).toEqual([head, told]);
      if (told === undefined) {
        expect(problems).toMatchObject([{ place: { file: 'backlog/tasks/task-1 - T.md' } }]);
        continue;
      }
      const labels = /^Labels: (.*)$/m.exec(shown)?.[1] ?? '';
      expect([head, tasks[0]?.labels.join(', '), tasks[0]?.status]).toEqual([
        head,
        labels,
        'closed',
      ]);
      const change = { status: 'open', notes: 'Noted.', updatedAt } as const;
      const file = 'backlog/tasks/task-1 - T.md';
      await writeBackBacklogTask(repository.root, { file }, change);
      const after = await repository.backlog('task', '1', '--plain');
      expect(after).toMatch(/Status: .*To Do/);
      expect(after).toMatch(/Implementation Notes:\n-+\nNoted\./);
    }
  });
});
