import { describe, expect, it } from 'vitest';
import { parseBacklogTask } from './parse-task.ts';
import type { BacklogTask } from './parse-task.ts';

function read(text: string): BacklogTask {
  const parsed = parseBacklogTask(text, 'task-1.md');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function withBody(body: string): BacklogTask {
  return read(`---\nid: TASK-1\ntitle: T\n---\n${body}`);
}

const full = `---
id: TASK-1.2
title: 'First: a "quoted" task'
status: In Progress
assignee: @somebody
created_date: '2026-11-20 17:42'
labels:
  - 'agent:test'
  - skip_tests
dependencies: [TASK-1, task-2] # both
priority: high
ordinal: 1000
verify:
  - npm test
script: |
  echo hi
test_task_id: TASK-9
files_to_modify: [src/a.ts]
a_key_of_somebody_else: { x: 1 }
---

## Description

<!-- SECTION:DESCRIPTION:BEGIN -->
Line one

## A heading of my own
<!-- SECTION:DESCRIPTION:END -->

## Acceptance Criteria
<!-- AC:BEGIN -->
- [ ] #1 one criterion
- [x] #2 second
  goes on here
  - and has a point
<!-- AC:END -->

## Definition of Done
<!-- DOD:BEGIN -->
- [ ] #1 Docs
<!-- DOD:END -->

## Implementation Plan

<!-- SECTION:PLAN:BEGIN -->
1. do
<!-- SECTION:PLAN:END -->

## Implementation Notes

<!-- SECTION:NOTES:BEGIN -->
started
<!-- SECTION:NOTES:END -->

## Comments

<!-- COMMENTS:BEGIN -->
created: 2026-11-20 17:42
---
hi there
---
<!-- COMMENTS:END -->

## Final Summary

<!-- SECTION:FINAL_SUMMARY:BEGIN -->
done
<!-- SECTION:FINAL_SUMMARY:END -->
`;

describe('parseBacklogTask', () => {
  it('reads every section and key of a file as the real tool writes it', () => {
    expect(read(full)).toMatchObject({
      id: 'TASK-1.2',
      title: 'First: a "quoted" task',
      status: 'In Progress',
      labels: ['agent:test', 'skip_tests'],
      dependencies: ['TASK-1', 'task-2'],
      priority: 'high',
      ordinal: 1000,
      verify: ['npm test'],
      script: 'echo hi\n',
      testTaskId: 'TASK-9',
      filesToModify: ['src/a.ts'],
      description: 'Line one\n\n## A heading of my own',
      plan: '1. do',
      implementationNotes: 'started',
      finalSummary: 'done',
      acceptanceCriteria: [
        { text: 'one criterion', checked: false },
        { text: 'second\ngoes on here\n- and has a point', checked: true },
      ],
    });
  });

  it('reads the same from a file with a byte order mark and CRLF', () => {
    const windows = `\uFEFF${full.replaceAll('\n', '\r\n')}`;
    const { idPlace, statusPlace, script, ...rest } = read(windows);
    const { idPlace: _id, statusPlace: _status, script: _script, ...expected } = read(full);
    expect(rest).toEqual(expected);
    expect([idPlace.line, statusPlace?.line]).toEqual([2, 4]);
    expect(script?.trim()).toBe('echo hi');
  });

  it('takes a body without known headings as the description', () => {
    expect(withBody('\nJust do it.\n')).toMatchObject({
      description: 'Just do it.',
      acceptanceCriteria: [],
      implementationNotes: '',
    });
    expect(withBody('')).toMatchObject({ description: '' });
  });

  it('reads sections without markers up to the next heading that it knows', () => {
    const task = withBody(
      '## Description\n\nold\n\n## Custom\n\nstuff\n## Acceptance Criteria\n\n- [ ] a\n- [X] b\n* [ ] #7 is fixed\n\n## Extra\n\n- [ ] no criterion\n\n## Implementation Notes\nn\n',
    );
    expect(task.description).toBe('old\n\n## Custom\n\nstuff');
    expect(task.acceptanceCriteria).toEqual([
      { text: 'a', checked: false },
      { text: 'b', checked: true },
      { text: '#7 is fixed', checked: false },
    ]);
    expect(task.implementationNotes).toBe('n');
  });

  it('finds marked sections behind a code fence that was never closed', () => {
    const task = withBody(
      '## Description\n```\noops\n\n## Final Summary\n\n<!-- SECTION:FINAL_SUMMARY:BEGIN -->\n```\nx\n```\n<!-- SECTION:FINAL_SUMMARY:END -->\n',
    );
    expect(task.finalSummary).toBe('```\nx\n```');
  });

  it('keeps the text of an id that looks like a number', () => {
    expect(read('---\nid: 1.10\ntitle: 2026\n---\n')).toMatchObject({ id: '1.10', title: '2026' });
  });

  it('takes one label or dependency without brackets as a list of it', () => {
    const text = '---\nid: T-1\ntitle: T\nlabels: ui\ndependencies: T-2\n---\n';
    expect(read(text)).toMatchObject({ labels: ['ui'], dependencies: ['T-2'] });
  });

  it.each([
    ['a tab before a dash', 'labels:\n\t- a\n\t- b\nscript: |\n  \tx\n  \t- y'],
    ['an alias', 'all: &all [a, b]\nlabels: *all\nscript: "\\tx\\n\\t- y\\n"'],
    ['aliases in a list', 'x: &a a\nlabels: [*a, b]\nscript: "\\tx\\n\\t- y\\n"'],
    ['a merged mapping', 'x: &x {labels: [a, b]}\n<<: *x\nscript: "\\tx\\n\\t- y\\n"'],
    ['a list over lines', 'labels: [a,\n\tb]\nscript: "\\tx\\n\\t- y\\n"'],
    ['the end of the YAML', 'labels: [a, b]\nscript: "\\tx\\n\\t- y\\n"\n...'],
  ])('reads %s as the real tool does', (_what, lines) => {
    for (const eol of ['\n', '\r\n']) {
      const text = `---\nid: T-1\ntitle: T\n${lines}\n---\n`.replaceAll('\n', eol);
      expect(read(text)).toMatchObject({ labels: ['a', 'b'], script: '\tx\n\t- y\n' });
    }
  });

  it.each([
    ['1_000', 1000],
    ['"5"', 5],
    ['1e3', 1000],
    ['0x10', 16],
    ['-2.5', -2.5],
    ['', null],
  ])('reads the ordinal %s', (written, ordinal) => {
    expect(read(`---\nid: T-1\ntitle: T\nordinal: ${written}\n---\n`)).toMatchObject({ ordinal });
  });

  it.each([
    ['behind the closing dashes', '---\nid: T-1\ntitle: T\n---## Description\n\nd\n'],
    ['after more dashes', '---\nid: T-1\ntitle: T\n---   \n## Description\nd\n'],
    ['after a word for the language', '---yaml\nid: T-1\ntitle: T\n---\nd\n'],
    ['after a byte order mark', '\uFEFF---\r\nid: T-1\r\ntitle: T\r\n---\r\nd\r\n'],
  ])('finds the body %s', (_where, text) => {
    expect(read(text)).toMatchObject({ id: 'T-1', description: 'd' });
  });

  it('reads a file that is all front matter, and keeps characters that stand in for others', () => {
    expect(read('---\nid: T-1\ntitle: "\uFF20 \uE000"\nassignee: @me\n')).toMatchObject({
      id: 'T-1',
      title: '\uFF20 \uE000',
      description: '',
    });
  });

  it('refuses a head that would cost minutes', () => {
    const aliases = `---\nid: T-1\ntitle: T\nx: &x a\nlabels: [${'*x, '.repeat(5000)}]\n---\n`;
    expect(parseBacklogTask(aliases, 'f.md')).toMatchObject({
      error: { code: 'yaml-invalid', place: { line: 5 } },
    });
    const long = `---\nid: T-1\ntitle: ${'a'.repeat(1024 * 1024)}\n---\n`;
    expect(parseBacklogTask(long, 'f.md')).toMatchObject({ error: { code: 'yaml-invalid' } });
  });

  it.each([
    ['broken YAML', '---\nid: TASK-1\ntitle: "open\n---\n', 'yaml-invalid', 3],
    ['a key that stands twice', '---\nid: TASK-1\nid: TASK-2\n---\n', 'yaml-invalid', 3],
    ['a list of nothing but lines', '---\n- a\n---\n', 'yaml-invalid', 2],
    ['no front matter', '# Hello\n', 'front-matter-missing', 1],
    [
      'front matter without end',
      '---\nid: T\ntitle: T\n\nJust do it.\n',
      'front-matter-missing',
      1,
    ],
    ['lines behind the end of the YAML', '---\nid: T\n...\ntitle: T\n---\n', 'yaml-invalid', 4],
    ['no id', '---\ntitle: T\n---\n', 'task-id-missing', 1],
    ['an id that climbs', '---\ntitle: T\nid: ../x\n---\n', 'task-id-invalid', 3],
    ['an id with a space', '---\ntitle: T\nid: a b\n---\n', 'task-id-invalid', 3],
    ['no title', '---\nid: TASK-1\n---\n', 'task-title-missing', 2],
    ['a list as title', '---\nid: TASK-1\ntitle: [a]\n---\n', 'field-wrong-type', 3],
    ['a word as ordinal', '---\nid: T\ntitle: T\nordinal: soon\n---\n', 'field-wrong-type', 4],
    ['nested labels', '---\nid: T\ntitle: T\nlabels:\n  - {a: 1}\n---\n', 'field-wrong-type', 5],
    ['a file outside', '---\nid: T\ntitle: T\ntest_files: [../x]\n---\n', 'path-outside', 4],
  ])('refuses %s with the line', (_what, text, code, line) => {
    const parsed = parseBacklogTask(text, 'backlog/tasks/task-1.md');
    expect(parsed).toMatchObject({
      ok: false,
      error: {
        code,
        place: { file: 'backlog/tasks/task-1.md', line, text: text.split('\n')[line - 1] },
      },
    });
  });

  it('shows line and column of a broken value in a file with CRLF', () => {
    const parsed = parseBacklogTask('---\r\nid: TASK-1\r\ntitle: a: b: c\r\n---\r\n', 'f.md');
    expect(parsed).toMatchObject({
      error: { place: { line: 3, text: 'title: a: b: c' } },
    });
    expect(parsed.ok ? 0 : parsed.error.place?.column).toBeGreaterThan(1);
  });
});
