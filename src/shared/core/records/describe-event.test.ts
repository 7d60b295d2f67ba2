import { describe, expect, it } from 'vitest';
import { receiptSchema } from '#shared/model/receipt.ts';
import { makeEvidence } from '#shared/core/testing/evidence.ts';
import { verdictSchema } from '#shared/model/evidence.ts';
import type { AttemptEvent } from './attempt-machine.ts';
import {
  describeAttemptEvent,
  describeEvidence,
  describeReceipt,
  describeTaskEvent,
} from './describe-event.ts';
import {
  makeAttempt,
  makeReport,
  makeTask,
  recordTime as at,
} from '#shared/core/testing/records.ts';

const attempt = { number: 3, agent: 'claude' };

function told(event: AttemptEvent): unknown {
  return describeAttemptEvent(attempt, event);
}

describe('a line of history', () => {
  it('tells what a person did to a task', () => {
    expect(describeTaskEvent({ kind: 'added', task: makeTask() })?.text).toBe('Added.');
    expect(
      describeTaskEvent({ kind: 'edited', changes: { title: 'x', labels: [] }, at })?.text,
    ).toBe('Edited: title, labels.');
    expect(describeTaskEvent({ kind: 'blocked', reason: 'No key.', at })).toEqual({
      text: 'Blocked.',
      detail: 'No key.',
    });
    expect(describeTaskEvent({ kind: 'review_began', at })).toBeNull();
  });

  it('tells how an agent ended, and what it said', () => {
    const exit = {
      exitCode: 1,
      report: makeReport({ summary: 'Half of it works.' }),
      usage: { tokens: 1200, tokenSource: 'reported', costUsd: null },
      interrupted: false,
      rateLimitedUntil: null,
      refusedLogin: false,
      cannotStart: false,
      problem: null,
    } as const;
    expect(told({ kind: 'exited', exit, at })).toEqual({
      text: 'Attempt 3: the agent ended with exit code 1, 1200 tokens (reported).',
      detail: 'Half of it works.',
    });
    expect(told({ kind: 'stop_requested', reason: 'Wrong plan.', at })).toEqual({
      text: 'Attempt 3 was stopped by a person.',
      detail: 'Wrong plan.',
    });
    expect(told({ kind: 'created', attempt: makeAttempt({ resumes: 'a' }) })).toEqual({
      text: 'Attempt 3 began: claude as developer, going on with the work of an earlier attempt.',
      detail: null,
    });
  });

  it('names the files of kept work, but not without end', () => {
    const work = { baseCommit: 'b', commit: 'c', tree: 't', vaultRef: 'v' };
    const none = { modified: [], created: [], deleted: [] };
    expect(told({ kind: 'recorded', work: { ...work, changes: none }, at })).toEqual({
      text: 'Attempt 3 changed no file.',
      detail: null,
    });
    const modified = Array.from({ length: 25 }, (_, number) => `f${number}`);
    const changes = { ...none, modified, deleted: ['old'] };
    const line = describeAttemptEvent(attempt, {
      kind: 'recorded',
      work: { ...work, changes },
      at,
    });
    expect(line?.text).toBe('Attempt 3: its work was kept, 26 files changed.');
    expect(line?.detail?.split('\n')).toHaveLength(21);
    expect(line?.detail?.endsWith('and 6 more')).toBe(true);
  });

  it('tells of every verdict and every receipt', () => {
    const evidence = makeEvidence({ exitCode: 2, durationMs: 1540 });
    expect(
      verdictSchema.options.map((verdict) => describeEvidence({ ...evidence, verdict }).text),
    ).toEqual([
      'Check passed after 1.5 s.',
      'Check failed with exit code 2 after 1.5 s.',
      'Check was ended by its time limit after 1.5 s.',
      'Check could not be run after 1.5 s.',
      'Check ran no test after 1.5 s.',
      'Check passed and failed on the same tree after 1.5 s.',
      'Check was interrupted after 1.5 s.',
    ]);
    const texts = receiptSchema.shape.kind.options.map(
      (kind) =>
        describeReceipt({
          id: 'r',
          kind,
          taskId: 'e.1',
          epicId: 'e',
          attemptId: null,
          branchRef: 'refs/heads/epic/e',
          headBefore: '0'.repeat(40),
          headAfter: '1'.repeat(40),
          tree: 't',
          proof: 'tree_equality',
          evidenceIds: [],
          marks: [],
          archiveRef: null,
          createdAt: at,
        }).text,
    );
    expect(texts).toEqual([
      'Merged into epic/e as 111111111111.',
      'Its merge was taken back: epic/e is at 111111111111.',
      'Its merge was brought back: epic/e is at 111111111111.',
    ]);
  });
});
