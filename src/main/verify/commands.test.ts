import { describe, expect, it } from 'vitest';
import type { Evidence } from '#shared/model/evidence.ts';
import { verificationCommands, verificationTable } from './commands.ts';

const commands = {
  build: 'npm run build',
  test: 'npm test',
  lint: 'npm run lint',
  timeout_minutes: 10,
};

describe('verificationCommands', () => {
  it("takes the task's own commands before the workspace's", () => {
    expect(verificationCommands({ verify: ['node check.js', ' '] }, commands)).toEqual([
      'node check.js',
    ]);
  });

  it('builds before it tests when the task has none, or only blank ones', () => {
    expect(verificationCommands({ verify: [] }, commands)).toEqual(['npm run build', 'npm test']);
    expect(verificationCommands({ verify: ['  '] }, commands)).toEqual([
      'npm run build',
      'npm test',
    ]);
  });

  it('leaves out what the workspace does not have', () => {
    expect(verificationCommands({ verify: [] }, { ...commands, build: '' })).toEqual(['npm test']);
    expect(verificationCommands({ verify: [] }, { ...commands, build: '', test: ' ' })).toEqual([]);
  });
});

describe('verificationTable', () => {
  const passed: Evidence = {
    id: 'evidence-1',
    taskId: 'a.1',
    attemptId: 'attempt-1',
    command: 'npm test',
    cwd: '/w',
    exitCode: 0,
    durationMs: 1_234,
    tree: 't',
    verdict: 'passed',
    outputFile: 'evidence/1.log',
    outputTail: '',
    startedAt: '2026-01-31T12:00:00.000Z',
  };

  it('has a row for each check', () => {
    const table = verificationTable([
      passed,
      { ...passed, command: 'sleep 99', exitCode: null, verdict: 'timeout', durationMs: 185_400 },
      { ...passed, command: 'nope', exitCode: 127, verdict: 'not_found', durationMs: 3.2 },
    ]);
    expect(table).toBe(
      [
        '## Verification Evidence',
        '',
        '| Command | Exit code | Verdict | Duration |',
        '|---|---|---|---|',
        '| `npm test` | 0 | passed | 1.2 s |',
        '| `sleep 99` | – | timeout | 3 min 5 s |',
        '| `nope` | 127 | not found | 3 ms |',
      ].join('\n'),
    );
  });

  it('keeps pipes, backticks and line breaks of a command inside its cell', () => {
    const command = 'echo `id` | cat\ntrue';
    expect(verificationTable([{ ...passed, command }])).toContain(
      String.raw`| ${'`` echo `id` \\| cat ⏎ true ``'.replace(String.raw`\\`, '\\')} | 0 |`,
    );
  });

  it('is empty without evidence', () => {
    expect(verificationTable([])).toBe('');
  });
});
