import { describe, expect, it } from 'vitest';
import { missingArtifacts } from './artifact-check.ts';
import { makeAttempt, makeReport, makeTask } from '#shared/core/testing/records.ts';

const everything = (): boolean => true;
const changes = { modified: ['a.ts'], created: [], deleted: [] };
const criteria = ['One', 'Two', 'Three'].map((text) => ({ text, checked: false }));

describe('missingArtifacts', () => {
  it('is content with a change', () => {
    for (const kind of ['modified', 'created', 'deleted'] as const) {
      const one = { modified: [], created: [], deleted: [], [kind]: ['a.ts'] };
      expect(missingArtifacts(makeTask(), makeAttempt({ changes: one }), everything)).toEqual([]);
    }
  });

  it('misses a change', () => {
    const nothing = { modified: [], created: [], deleted: [] };
    for (const none of [null, nothing]) {
      expect(missingArtifacts(makeTask(), makeAttempt({ changes: none }), everything)).toEqual([
        'The attempt changed no file.',
      ]);
    }
  });

  it('names the test files that are not in the work', () => {
    const task = makeTask({ testFiles: ['a.test.ts', 'b.test.ts', 'c.test.ts'] });
    const present = (path: string): boolean => path === 'b.test.ts';
    expect(missingArtifacts(task, makeAttempt({ changes }), present)).toEqual([
      'Missing test files: a.test.ts, c.test.ts.',
    ]);
  });

  it.each([
    [null, []],
    [[1, 2, 3], []],
    [[3, 1, 2, 9], []],
    [[2], ['The agent reports acceptance criteria as not met: #1, #3.']],
    [[], ['The agent reports acceptance criteria as not met: #1, #2, #3.']],
  ])('with the criteria %j reported as met: %j', (criteriaMet, expected) => {
    const task = makeTask({ acceptanceCriteria: criteria });
    const attempt = makeAttempt({ changes, report: makeReport({ criteriaMet }) });
    expect(missingArtifacts(task, attempt, everything)).toEqual(expected);
  });

  it('asks nothing about criteria of an agent that gave no report', () => {
    const task = makeTask({ acceptanceCriteria: criteria });
    expect(missingArtifacts(task, makeAttempt({ changes }), everything)).toEqual([]);
  });

  it('names everything that is missing', () => {
    const task = makeTask({ acceptanceCriteria: criteria, testFiles: ['a.test.ts'] });
    const attempt = makeAttempt({ report: makeReport({ criteriaMet: [1, 2] }) });
    expect(missingArtifacts(task, attempt, () => false)).toHaveLength(3);
  });
});
