import { normalPath } from '#shared/core/paths/repository-path.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure, Place } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { itemIdProblem } from '#shared/model/item-id.ts';
import type { AcceptanceCriterion } from '#shared/model/task.ts';
import { findCriteria } from './criteria.ts';
import { parseFrontMatter } from './front-matter.ts';
import { findSections, sectionNamed } from './sections.ts';
import type { SectionName } from './section-names.ts';
import type { Section } from './sections.ts';
import type { YamlMap } from './yaml-map.ts';

/** A Backlog.md task file as it stands, before its words are given a meaning here. */
export interface BacklogTask {
  readonly id: string;
  readonly idPlace: Place;
  readonly title: string;
  /** The status as the project names it; null when the file has none. */
  readonly status: string | null;
  readonly statusPlace: Place | null;
  readonly labels: readonly string[];
  /** Ids as written: in upper or lower case, or only the number. */
  readonly dependencies: readonly string[];
  readonly priority: string | null;
  readonly ordinal: number | null;
  readonly description: string;
  readonly plan: string;
  readonly acceptanceCriteria: readonly AcceptanceCriterion[];
  readonly implementationNotes: string;
  readonly finalSummary: string;
  /** Keys of ours, which the Backlog.md tool does not know and drops when it edits the file. */
  readonly testTaskId: string | null;
  readonly filesToModify: readonly string[];
  readonly testFiles: readonly string[];
  readonly verify: readonly string[];
  readonly script: string | null;
  readonly repositories: readonly string[];
}

type Fields = Omit<
  BacklogTask,
  'description' | 'plan' | 'acceptanceCriteria' | 'implementationNotes' | 'finalSummary'
>;

/**
 * Reads a task file of Backlog.md (SPEC section 2.2). Text before the first known heading is the
 * description when there is no Description section. Broken front matter, a missing or bad id, a
 * missing title and values of a wrong type are failures with their place.
 */
export function parseBacklogTask(text: string, file: string): Result<BacklogTask, Failure> {
  const front = parseFrontMatter(text, file);
  if (!front.ok) return front;
  const fields = readFields(front.value.map, file);
  if (!fields.ok) return fields;
  const { bodyStart } = front.value;
  const sections = findSections(text, bodyStart);
  const content = (name: SectionName): string => {
    const section = sectionNamed(sections, name);
    return section === undefined ? '' : sectionText(text, section);
  };
  const intro = plain(text.slice(bodyStart, sections[0]?.headingStart ?? text.length));
  const hasDescription = sectionNamed(sections, 'description') !== undefined;
  return ok({
    ...fields.value,
    description: hasDescription ? content('description') : intro,
    plan: content('plan'),
    acceptanceCriteria: findCriteria(text, sections).map((one) => ({
      text: one.text,
      checked: one.checked,
    })),
    implementationNotes: content('notes'),
    finalSummary: content('summary'),
  });
}

/** A section's content with `\n` line breaks, without white space around it. */
export function sectionText(text: string, section: Section): string {
  return plain(text.slice(section.contentStart, section.contentEnd));
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}

function readFields(map: YamlMap, file: string): Result<Fields, Failure> {
  const problems: Failure[] = [];
  const take = <Value>(result: Result<Value, Failure>, fallback: Value): Value => {
    if (!result.ok) problems.push(result.error);
    return result.ok ? result.value : fallback;
  };
  const id = take(map.text('id'), null)?.trim() ?? '';
  const idPlace = map.place('id') ?? { file, line: 1, column: 1, text: '---' };
  const fields: Fields = {
    id,
    idPlace,
    title: take(map.text('title'), null)?.trim() ?? '',
    status: take(map.text('status'), null)?.trim() ?? null,
    statusPlace: map.place('status'),
    labels: take(map.texts('labels'), []),
    dependencies: take(map.texts('dependencies'), []).map((one) => one.trim()),
    priority: take(map.text('priority'), null),
    ordinal: take(map.number('ordinal'), null),
    testTaskId: take(map.text('test_task_id'), null),
    filesToModify: take(paths(map, 'files_to_modify'), []),
    testFiles: take(paths(map, 'test_files'), []),
    verify: take(map.texts('verify'), []),
    script: take(map.text('script'), null),
    repositories: take(map.texts('repositories'), []),
  };
  const problem = problems[0] ?? identityProblem(fields);
  return problem === undefined || problem === null ? ok(fields) : err(problem);
}

function identityProblem({ id, idPlace, title }: Fields): Failure | null {
  if (id === '') {
    return failure(
      'task-id-missing',
      'The task has no id.',
      'Add an "id:" line to the front matter.',
      idPlace,
    );
  }
  const idProblem = itemIdProblem(id);
  if (idProblem !== null) {
    return failure(
      'task-id-invalid',
      `The id ${JSON.stringify(id)} ${idProblem}.`,
      'Give the task an id that can be part of a branch name.',
      idPlace,
    );
  }
  if (title !== '') return null;
  return failure(
    'task-title-missing',
    `Task ${id} has no title.`,
    'Add a "title:" line to the front matter.',
    idPlace,
  );
}

function paths(map: YamlMap, key: string): Result<readonly string[], Failure> {
  const texts = map.texts(key);
  if (!texts.ok) return texts;
  const paths = new Set<string>();
  for (const text of texts.value) {
    const path = normalPath(text);
    if (!path.ok) {
      return err(
        failure(
          'path-outside',
          `The path ${JSON.stringify(text)} in "${key}" ${path.error}.`,
          'Write paths relative to the root of the repository.',
          map.place(key) ?? undefined,
        ),
      );
    }
    paths.add(path.value);
  }
  return ok([...paths]);
}
