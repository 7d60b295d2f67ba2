import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseJsonObject } from '#shared/core/agent-output/json-lines.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';
import { changedLines, commandOf, diffLines, planText, toolCall } from './tool-call.ts';

describe('what a tool does is said by the fields of its input', () => {
  test.each<[what: string, name: string, input: JsonObject, action: string, subject: string]>([
    ['a command', 'Bash', { command: 'npm test', description: 'x' }, 'run', 'npm test'],
    ['a command in words', 'shell', { cmd: ['git', 'diff', 7] }, 'run', 'git diff'],
    ['a plan', 'TodoWrite', { todos: [{ content: 'a' }] }, 'plan', '○ a'],
    ['an address', 'WebFetch', { url: 'https://x.test/', prompt: 'p' }, 'fetch', 'https://x.test/'],
    ['another agent', 'Task', { description: 'Look', prompt: 'Look around' }, 'delegate', 'Look'],
    ['another agent, unnamed', 'Task', { prompt: 'Look around' }, 'delegate', 'Look around'],
    ['a pattern', 'Grep', { pattern: 'a+' }, 'search', 'a+'],
    ['a pattern in a folder', 'Grep', { pattern: 'a+', path: 'src' }, 'search', 'a+ in src'],
    ['a file', 'Read', { file_path: '/w/a.ts', limit: 5 }, 'read', '/w/a.ts'],
    ['a notebook', 'Read', { notebook_path: 'a.ipynb' }, 'read', 'a.ipynb'],
    ['a folder', 'list_directory', { path: 'src' }, 'search', 'src'],
    ['none that is known', 'Wait', { ms: 5 }, 'other', '{"ms":5}'],
    ['no field', 'ExitPlanMode', {}, 'other', ''],
    ['a command of the wrong type', 'Bash', { command: { a: 1 } }, 'other', '{"command":{"a":1}}'],
    ['a path of the wrong type', 'Read', { path: 7 }, 'other', '{"path":7}'],
  ])('%s', (_what, name, input, action, subject) => {
    expect(toolCall(name, input)).toEqual({ action, subject, files: [] });
  });

  it('takes no input at all', () => {
    expect(toolCall('Bash', null)).toEqual({ action: 'other', subject: '', files: [] });
  });

  it('cuts an input that is not known, however long or deep it is', () => {
    expect(toolCall('x', { a: 'y'.repeat(1_000_000) }).subject).toHaveLength(400);
    const depth = 20_000;
    const deep = parseJsonObject(`{"b":1,"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(toolCall('x', deep).subject).toBe('{"b":1,"a":"…"}');
  });
});

describe('an edit says how many lines it adds and removes', () => {
  test.each<[what: string, input: JsonObject, added: number | null, removed: number | null]>([
    ['of Claude Code', { old_string: 'a\nb', new_string: 'a\nc\nd' }, 2, 1],
    ['of opencode', { oldString: 'x', newString: 'x\ny' }, 1, 0],
    ['of a text editor', { old_str: 'x\ny', new_str: '' }, 0, 2],
    ['with an insertion only', { new_str: 'a\nb' }, 2, 0],
    ['with a whole file, whose old lines are not known', { content: 'a\nb\n' }, 2, null],
    ['with a whole file without a last line feed', { file_text: 'a\nb' }, 2, null],
    ['with an empty file', { content: '' }, 0, null],
    [
      'in several places',
      { edits: [{ old_string: 'a', new_string: 'b' }, 7, { new_string: 'c\nd' }] },
      3,
      1,
    ],
  ])('%s', (_what, input, added, removed) => {
    const { action, files } = toolCall('Edit', { file_path: 'a.ts', ...input });
    expect(action).toBe('edit');
    expect(files).toEqual([{ path: 'a.ts', kind: 'edited', added, removed }]);
  });

  it('is a look at a file where it has no text', () => {
    const input = { file_path: 'a.ts', edits: [null, { old_string: 5 }] };
    expect(toolCall('Edit', input)).toEqual({ action: 'read', subject: 'a.ts', files: [] });
  });

  it('never counts a line that is alike at both ends, and never below zero', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', ''), { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const { added, removed } = changedLines(before.join('\n'), after.join('\n'));
        expect(Math.min(added, removed)).toBeGreaterThanOrEqual(0);
        const [old, now] = [before, after].map((one) => (one.join('\n') === '' ? 0 : one.length));
        expect(added - removed).toBe((now ?? 0) - (old ?? 0));
      }),
    );
    expect(changedLines('a\nb\nc', 'a\nb\nc')).toEqual({ added: 0, removed: 0 });
  });
});

describe('a command is shown as a person would type it', () => {
  test.each<[printed: unknown, shown: string | null]>([
    ['npm test', 'npm test'],
    [`/bin/bash -lc 'npm test'`, 'npm test'],
    [`bash -lc "echo \\"hi\\""`, 'echo "hi"'],
    [`sh -c 'echo '\\''hi'\\'''`, `echo 'hi'`],
    ['/usr/bin/zsh -l -c ls', 'ls'],
    [['bash', '-lc', 'cd a && ls'], 'cd a && ls'],
    ['bash script.sh', 'bash script.sh'],
    ['sh -c ', 'sh -c '],
    [null, null],
    [{ 0: 'ls' }, null],
  ])('%j', (printed, shown) => {
    expect(commandOf(printed)).toBe(shown);
  });
});

test('a plan shows how far each step is, whatever its agent calls the fields', () => {
  const steps = [
    { content: 'read', status: 'completed' },
    { step: 'write', status: 'in_progress' },
    { text: 'test', completed: true },
    { content: 'say', status: 'unheard of' },
    'no step',
    { status: 'pending' },
  ];
  expect(planText(steps)).toBe('✓ read\n▸ write\n✓ test\n○ say\n○ ');
});

test.each<[what: string, diff: string, added: number, removed: number]>([
  ['the headers of files', '--- a.ts\n+++ a.ts\n@@ -1 +1,2 @@\n-x\n+y\n+z', 2, 1],
  ['the headers of a second file', '--- a\n+++ a\n@@ -1 +1 @@\n+x\nIndex: b\n--- b\n+++ b', 1, 0],
  ['nothing that begins like one', '--- a\n+++ a\n@@ -1 +1 @@\n--- a rule\n+++ i;', 1, 1],
  ['what has no hunk', 'Binary files differ', 0, 0],
])('a diff is counted without %s', (_what, diff, added, removed) => {
  expect(diffLines(diff)).toEqual({ added, removed });
});
