import type { Evidence } from '#shared/model/evidence.ts';
import { recordTime } from './records.ts';

/** A check of task `e.1` that passed, changed by `fields`. */
export function makeEvidence(fields: Partial<Evidence> = {}): Evidence {
  return {
    id: 'evidence-1',
    purpose: 'landing',
    taskId: 'e.1',
    attemptId: 'attempt-1',
    command: 'npm test',
    cwd: '/w',
    exitCode: 0,
    durationMs: 1_200,
    tree: 'tree-1',
    commit: null,
    verdict: 'passed',
    room: 'clean',
    environment: null,
    kept: [],
    tests: null,
    marks: [],
    digests: null,
    outputFile: 'evidence-1.log',
    outputTail: '',
    startedAt: recordTime,
    ...fields,
  };
}
