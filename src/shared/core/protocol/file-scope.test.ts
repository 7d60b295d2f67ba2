import { describe, expect, it } from 'vitest';
import { scopeViolation } from './file-scope.ts';
import { makeTask } from '#shared/core/testing/records.ts';

const task = makeTask({ filesToModify: ['src/a.ts', 'lib/'], testFiles: ['test/a.test.ts'] });

function violationOf(
  modified: string[],
  scope: Parameters<typeof scopeViolation>[0] = task,
): string | null {
  const violation = scopeViolation(scope, { modified, created: [], deleted: [] });
  return /Unauthorised: (.+)\.$/.exec(violation?.message ?? '')?.[1] ?? null;
}

describe('scopeViolation', () => {
  it.each([
    ['a named file', ['src/a.ts']],
    ['a named test file', ['test/a.test.ts']],
    ['anything in a named folder', ['lib/deep/b.ts', 'lib/c.json']],
    ["the task's documentation", ['docs/features/e/e.1.md', 'docs/diagram.svg']],
    ['the shared notes', ['.switchyard/DECISIONS.md', '.switchyard/KNOWLEDGE.md']],
    ['texts that are neither code nor tests', ['README.md', 'NOTES.TXT', 'guide.mdx']],
    ['nothing', []],
  ])('allows %s', (_what, paths) => {
    expect(violationOf(paths)).toBeNull();
  });

  it.each([
    ['another file', 'src/b.ts'],
    ['a file whose name only begins like a named one', 'src/a.ts.bak'],
    ['a folder whose name only begins like a named one', 'library/a.ts'],
    ['a file of the same name elsewhere', 'other/src/a.ts'],
    ['other files of the app', '.switchyard/project.yaml'],
    ['configuration', 'package.json'],
    ['a file that only looks like documentation', 'src/docs/a.ts'],
  ])('rejects %s', (_what, path) => {
    expect(violationOf(['src/a.ts', path])).toBe(path);
  });

  it('limits nothing when the task names no files', () => {
    expect(violationOf(['src/b.ts'], makeTask())).toBeNull();
  });

  it('takes a named test file alone for a scope', () => {
    const testsOnly = makeTask({ testFiles: ['test/a.test.ts'] });
    expect(violationOf(['test/a.test.ts', 'src/a.ts'], testsOnly)).toBe('src/a.ts');
  });

  it('looks at created and deleted files too, and names allowed, modified and unauthorised ones', () => {
    const changes = { modified: ['src/a.ts'], created: ['src/new.ts'], deleted: ['src/old.ts'] };
    expect(scopeViolation(task, changes)).toMatchObject({
      code: 'unauthorised-files',
      message:
        "Files outside the task's scope were changed. Allowed: src/a.ts, lib/, test/a.test.ts. " +
        'Modified: src/a.ts, src/new.ts, src/old.ts. Unauthorised: src/new.ts, src/old.ts.',
    });
  });
});
