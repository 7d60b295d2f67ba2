import { expect, it } from 'vitest';
import { makeEvidence } from '#shared/core/testing/evidence.ts';
import { collections } from './collections.ts';
import { currentEvidence } from './earlier-forms.ts';

const stored = {
  id: 'evidence-1',
  taskId: 'e.1',
  attemptId: 'attempt-1',
  command: 'npm test',
  cwd: '/w',
  exitCode: 127,
  durationMs: 3,
  tree: 't',
  verdict: 'not_found',
  outputFile: 'evidence-1.log',
  outputTail: '',
  startedAt: '2026-01-01T00:00:00.000Z',
};

it('brings a check of an earlier version over: it ran where the agent had worked, and its verdict has its new name', () => {
  const current = { ...stored, ...currentEvidence(stored) };
  expect(collections.evidence.schema.parse(current)).toEqual(current);
  expect(current).toMatchObject({
    verdict: 'could_not_run',
    room: 'worktree',
    tests: null,
    marks: [],
    digests: null,
  });
  expect(currentEvidence({ ...stored, verdict: 'failed' })).toMatchObject({ verdict: 'failed' });
});

it('leaves what this version wrote as it is', () => {
  expect(currentEvidence(makeEvidence())).toBeNull();
});
