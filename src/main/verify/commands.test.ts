import { describe, expect, it } from 'vitest';
import { makeEvidence } from '#shared/core/testing/evidence.ts';
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
  const passed = makeEvidence({ durationMs: 1_234 });

  it('has a row for each check', () => {
    const table = verificationTable([
      { ...passed, tests: { passed: 12, failed: 0, skipped: 1, isComplete: true } },
      { ...passed, command: 'sleep 99', exitCode: null, verdict: 'timeout', durationMs: 185_400 },
      { ...passed, command: 'nope', exitCode: 127, verdict: 'could_not_run', durationMs: 3.2 },
    ]);
    expect(table).toBe(
      [
        '## Verification Evidence',
        '',
        '| Command | Exit code | Verdict | Tests | Room | Duration |',
        '|---|---|---|---|---|---|',
        '| `npm test` | 0 | passed | 12 passed, 1 skipped | clean | 1.2 s |',
        '| `sleep 99` | – | timeout | – | clean | 3 min 5 s |',
        '| `nope` | 127 | could not run | – | clean | 3 ms |',
      ].join('\n'),
    );
  });

  it('names below itself what a person has to know, each once', () => {
    const text = 'The check was changed by this work: package.json (scripts.test)';
    const marked = { ...passed, marks: [{ kind: 'check_changed' as const, text, paths: [] }] };
    const lines = verificationTable([marked, marked]).split('\n');
    expect(lines.slice(-2)).toEqual(['', `- ${text}`]);
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
