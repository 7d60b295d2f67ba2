import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClosedByHand } from '#shared/model/task.ts';
import type { ImportedEpic, ImportedTask } from '#main/sources/imported-items.ts';
import { exportJson } from './export-json.ts';
import { importJson } from './import-json.ts';

const id = fc.stringMatching(/^[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,3})?(\.[0-9]{1,2})?$/);
const path = fc.stringMatching(/^[a-z]{1,6}(\/[a-z*]{1,6}){0,2}(\.ts)?$/);
/** Paths as a task has them: one that is written twice counts once. */
const paths = fc.uniqueArray(path, { maxLength: 3 });
const texts = fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 });

const epics: fc.Arbitrary<ImportedEpic[]> = fc.uniqueArray(
  fc.record({
    id,
    title: fc.string({ minLength: 1 }),
    description: fc.string({ unit: 'binary' }),
    status: fc.constantFrom('open', 'in_progress', 'blocked', 'closed'),
    baseBranch: fc.option(fc.string({ minLength: 1 })),
  }),
  { selector: (epic) => epic.id, maxLength: 3 },
);

const closedByHand: fc.Arbitrary<ClosedByHand | null> = fc.option(
  fc.record({
    reason: fc.string(),
    by: fc.constantFrom('person', 'file', 'import'),
    at: fc.constant('2026-02-03T04:05:06.000Z'),
  }),
);

const tasks: fc.Arbitrary<ImportedTask[]> = fc.uniqueArray(
  fc.record({
    id,
    epicId: id,
    title: fc.string({ minLength: 1 }),
    description: fc.string({ unit: 'binary' }),
    acceptanceCriteria: fc.array(fc.record({ text: fc.string(), checked: fc.boolean() })),
    labels: texts,
    dependencies: fc.array(id, { maxLength: 3 }),
    testTaskId: fc.option(id),
    priority: fc.integer({ min: 0, max: 4 }),
    ordinal: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)),
    filesToModify: paths,
    testFiles: paths,
    verify: texts,
    script: fc.option(fc.string()),
    repositories: texts,
    source: fc.option(fc.record({ kind: fc.constant('backlog-md' as const), file: path })),
    status: fc.constantFrom('open', 'in_progress', 'in_review', 'blocked', 'closed'),
    implementationNotes: fc.string(),
    finalSummary: fc.string(),
    closedByHand,
  }),
  { selector: (task) => task.id, maxLength: 5 },
);

describe('exportJson and importJson', () => {
  it('give the same items back', () => {
    fc.assert(
      fc.property(epics, tasks, (epics, tasks) => {
        expect(importJson(exportJson(epics, tasks), 'x.json')).toEqual({
          epics,
          // What is not closed was not closed by hand either.
          tasks: tasks.map((one) =>
            one.status === 'closed' ? one : { ...one, closedByHand: null },
          ),
          problems: [],
        });
      }),
    );
  });
});

function importTasks(...lines: string[]): ReturnType<typeof importJson> {
  return importJson(`{ "switchyard": 1, "tasks": [\n${lines.join(',\n')}\n] }`, 'work.json');
}

describe('importJson', () => {
  it('needs only id, title and epic, and takes plain texts as criteria', () => {
    const { tasks, problems } = importTasks(
      '{ "id": "a.1", "title": "A", "epic": "a", "acceptance_criteria": ["works", {"text": "fast", "checked": true}] }',
    );
    expect(problems).toEqual([]);
    expect(tasks).toMatchObject([
      {
        id: 'a.1',
        epicId: 'a',
        status: 'open',
        priority: 2,
        acceptanceCriteria: [
          { text: 'works', checked: false },
          { text: 'fast', checked: true },
        ],
      },
    ]);
  });

  it.each([
    ['an unknown key', '"depends": ["x"]', 'key-unknown', '"depends"'],
    ['a wrong type', '"priority": "high"', 'value-invalid', 'priority'],
    ['a criterion that is none', '"acceptance_criteria": [7]', 'value-invalid', 'expected a text'],
    ['a path that leads outside', '"test_files": ["../x"]', 'value-invalid', '".."'],
    [
      'a source that leads outside',
      '"source": {"kind": "backlog-md", "file": "/x"}',
      'value-invalid',
      'inside',
    ],
  ])(
    'leaves out a task with %s, tells the place, and reads the others',
    (_what, pair, code, words) => {
      const { tasks, problems } = importTasks(
        '{ "id": "a", "title": "A", "epic": "e" }',
        `{ "id": "b", "title": "B", "epic": "e", ${pair} }`,
        '{ "id": "c", "title": "C", "epic": "e" }',
      );
      expect(tasks.map((task) => task.id)).toEqual(['a', 'c']);
      expect(problems).toMatchObject([{ code, place: { file: 'work.json', line: 3 } }]);
      expect(problems[0]?.message).toContain(words);
      expect(problems[0]?.place?.text).toContain(pair);
      expect(problems[0]?.place?.column).toBeGreaterThan(40);
    },
  );

  it.each(['../x', 'a b', '-a', 'a..b', 'a.lock', ''])('refuses the id %j with its line', (bad) => {
    const { tasks, problems } = importTasks(
      '{ "id": "a", "title": "A", "epic": "e" }',
      JSON.stringify({ id: bad, title: 'B', epic: 'e' }),
    );
    expect(tasks).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'id-invalid', place: { line: 3, column: 7 } }]);
  });

  it('refuses all tasks of a duplicate id and names both lines', () => {
    const { tasks, problems } = importTasks(
      '{ "id": "a", "title": "A", "epic": "e" }',
      '{ "id": "b", "title": "B", "epic": "e" }',
      '{ "id": "A", "title": "Other", "epic": "e" }',
    );
    expect(tasks.map((task) => task.id)).toEqual(['b']);
    expect(problems).toMatchObject([{ code: 'id-duplicate', place: { line: 4, column: 9 } }]);
    expect(problems[0]?.message).toContain('line 2');
  });

  it('names a missing key at the task it is missing in', () => {
    const { problems } = importTasks('{ "id": "a",\n "title": "A" }');
    expect(problems).toMatchObject([{ code: 'value-invalid', place: { line: 2, column: 1 } }]);
    expect(problems[0]?.message).toContain('epic');
  });

  it.each([
    ['', 'json-invalid', 1],
    ['{\n "switchyard": 1,\n}', 'json-invalid', 3],
    ['[]', 'json-no-object', 1],
    ['{ "tasks": [] }', 'format-unknown', 1],
    ['{\n "switchyard": 2, "tasks": [] }', 'format-unknown', 2],
    ['{ "switchyard": 1,\n "tasks": {} }', 'value-invalid', 2],
    ['{ "switchyard": 1,\n "stories": [] }', 'key-unknown', 2],
  ])('refuses the file %j', (text, code, line) => {
    expect(importJson(text, 'x.json')).toMatchObject({
      tasks: [],
      problems: [{ code, place: { file: 'x.json', line } }],
    });
  });
});
