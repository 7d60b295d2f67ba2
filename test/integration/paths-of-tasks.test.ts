import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

/** A file to import with one task, whose fields stand over those of a task that writes `src/one.js`. */
function imported(fields: object): string {
  const task = { id: 'e.1', epic: 'e', title: 'T', script: 'mkdir -p src; echo 1 > src/one.js' };
  return JSON.stringify({
    switchyard: 1,
    epics: [{ id: 'e', title: 'E' }],
    tasks: [{ ...task, ...fields }],
  });
}

describe("a task's paths", () => {
  it.each([
    ['./src/one.js'],
    ['src//one.js'],
    ['lib/../src/one.js'],
    ['src\\one.js'],
    ['src/'],
    ['./src'],
    ['src/*.js'],
    ['**/*.js'],
    ['.'],
  ])('written as %j allow what they mean', async (path) => {
    const test = await testWorkspace();
    test.write('i.json', imported({ files_to_modify: [path] }));
    expect((await test.words('import', 'i.json')).code).toBe(0);
    await test.run({ kind: 'all' });
    expect(test.get('e.1')).toMatchObject({ status: 'closed', blockedReason: null });
  });

  it.each([['src/'], ['src/**'], ['./src/one.js']])(
    'written as %j are the test files that are there, and must be',
    async (path) => {
      const test = await testWorkspace();
      const absent = { id: 'e.2', script: 'echo 1 > two.js', test_files: ['tests/'] };
      test.write('i.json', imported({ test_files: [path], files_to_modify: ['src/'] }));
      test.write('j.json', imported(absent));
      expect((await test.words('import', 'i.json')).code).toBe(0);
      expect((await test.words('import', 'j.json')).code).toBe(0);
      await test.run({ kind: 'all' });
      expect(test.get('e.1').status).toBe('closed');
      expect(test.get('e.2')).toMatchObject({ status: 'blocked' });
    },
  );

  it.each([['../a.js'], ['/etc/passwd'], ['a/../../b'], ['.git/hooks/pre-push'], ['']])(
    'that lead out are refused with their place: %j',
    async (path) => {
      const test = await testWorkspace();
      test.write('i.json', imported({ test_files: [path] }).replace('"tasks"', '\n"tasks"'));
      const answer = await test.words('import', 'i.json');
      expect(answer.code).toBe(1);
      expect(answer.stderr).toMatch(/i\.json:2:\d+/);
      expect(answer.stderr).toContain('test_files.0');
    },
  );
});
