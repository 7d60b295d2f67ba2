import type { z } from 'zod';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { ImportedEpic, ImportedItems, ImportedTask } from '#main/sources/imported-items.ts';
import { placeAt } from '#main/sources/text-place.ts';
import { nodeAt, parsePositionedJson, plainValue } from './positioned-json.ts';
import type { JsonNode } from './positioned-json.ts';
import { jsonEpicSchema, jsonFormatVersion, jsonPriorities, jsonTaskSchema } from './schema.ts';

interface Origin {
  readonly file: string;
  readonly text: string;
}

interface Read<Value> {
  readonly value: Value;
  /** Where its id stands. */
  readonly idOffset: number;
}

function problem(
  origin: Origin,
  offset: number,
  code: string,
  message: string,
  action = 'Correct this place and import again.',
): Failure {
  return failure(code, message, action, placeAt(origin.file, origin.text, offset));
}

/** One failure per thing that zod found wrong with an item, at the place of that thing. */
function itemProblems(
  origin: Origin,
  node: JsonNode,
  issues: readonly z.core.$ZodIssue[],
  what: string,
  keys: readonly string[],
): Failure[] {
  return issues.flatMap((issue) => {
    const at = nodeAt(node, issue.path);
    const where = issue.path.length === 0 ? what : `${what}: "${issue.path.join('.')}"`;
    if (issue.code === 'unrecognized_keys' && at.kind === 'object') {
      return at.entries
        .filter(({ key }) => issue.keys.includes(key))
        .map(({ key, keyStart }) =>
          problem(
            origin,
            keyStart,
            'key-unknown',
            `${where}: the key ${JSON.stringify(key)} is not known.`,
            issue.path.length === 0 ? `Known keys: ${keys.join(', ')}.` : 'Take the key out.',
          ),
        );
    }
    const code =
      issue.path.at(-1) === 'id' && issue.code === 'custom' ? 'id-invalid' : 'value-invalid';
    return [problem(origin, at.start, code, `${where}: ${issue.message}.`)];
  });
}

/** Reads the items of one list; those with a problem are left out, the others stay. */
function readList<Value>(
  origin: Origin,
  list: JsonNode | undefined,
  name: string,
  schema: { safeParse(value: unknown): z.ZodSafeParseResult<Value>; readonly shape: object },
  problems: Failure[],
): Read<Value>[] {
  if (list === undefined) return [];
  if (list.kind !== 'array') {
    problems.push(problem(origin, list.start, 'value-invalid', `"${name}" must be a list.`));
    return [];
  }
  const read: Read<Value>[] = [];
  for (const [index, node] of list.items.entries()) {
    const parsed = schema.safeParse(plainValue(node));
    if (parsed.success) {
      read.push({ value: parsed.data, idOffset: nodeAt(node, ['id']).start });
    } else {
      const what = `${name}[${String(index)}]`;
      const keys = Object.keys(schema.shape);
      problems.push(...itemProblems(origin, node, parsed.error.issues, what, keys));
    }
  }
  return read;
}

/** Takes out every item whose id another one has too, in any case: file systems and refs mix them up. */
function withoutDuplicates<Value extends { id: string }>(
  origin: Origin,
  items: readonly Read<Value>[],
  problems: Failure[],
): Value[] {
  const groups = Map.groupBy(items, ({ value }) => value.id.toLowerCase());
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { line } = placeAt(origin.file, origin.text, first.idOffset);
    for (const { value, idOffset } of others) {
      const message = `The id ${value.id} is already used on line ${String(line)}.`;
      problems.push(
        problem(origin, idOffset, 'id-duplicate', message, 'Give one of them another id.'),
      );
    }
    return others.length === 0 ? [first.value] : [];
  });
}

function toEpic(json: z.output<typeof jsonEpicSchema>): ImportedEpic {
  const { base_branch: baseBranch, ...rest } = json;
  return { ...rest, baseBranch };
}

function toTask(json: z.output<typeof jsonTaskSchema>): ImportedTask {
  return {
    id: json.id,
    epicId: json.epic,
    title: json.title,
    description: json.description,
    acceptanceCriteria: json.acceptance_criteria.map((one) =>
      typeof one === 'string' ? { text: one, checked: false } : one,
    ),
    labels: json.labels,
    dependencies: json.dependencies,
    testTaskId: json.test_task_id,
    status: json.status,
    priority: jsonPriorities.indexOf(json.priority),
    ordinal: json.ordinal,
    filesToModify: json.files_to_modify,
    testFiles: json.test_files,
    verify: json.verify,
    script: json.script,
    implementationNotes: json.implementation_notes,
    finalSummary: json.final_summary,
    repositories: json.repositories,
    closedByHand: json.closed_by_hand,
    source: json.source,
  };
}

/** Says what is wrong with the outermost object; null when its lists may be read. */
function headProblem(origin: Origin, root: JsonNode): Failure | null {
  if (root.kind !== 'object') {
    const message = 'The file must hold one JSON object.';
    return problem(origin, root.start, 'json-no-object', message);
  }
  const version = root.entries.find(({ key }) => key === 'switchyard');
  if (version === undefined) {
    const message = 'The file does not say that it is a Switchyard export.';
    return problem(origin, root.start, 'format-unknown', message, 'Add "switchyard": 1 to it.');
  }
  const value = plainValue(version.value);
  if (value === jsonFormatVersion) return null;
  return problem(
    origin,
    version.value.start,
    'format-unknown',
    `The format version ${JSON.stringify(value)} is not ${String(jsonFormatVersion)}.`,
    'Import it with the version of Switchyard that wrote it.',
  );
}

/**
 * Reads the app's open JSON format. `file` is the name in messages. An item with an unknown key, a
 * wrong type, a bad id, or an id that another one has, is left out and has a problem with its place;
 * the others are read (SPEC sections 2 and 13). Whether dependencies exist is not looked at.
 */
export function importJson(text: string, file: string): ImportedItems {
  const origin = { file, text };
  const nothing = { epics: [], tasks: [] };
  const parsed = parsePositionedJson(text);
  if (!parsed.ok) {
    const { message, offset } = parsed.error;
    return { ...nothing, problems: [problem(origin, offset, 'json-invalid', message)] };
  }
  const root = parsed.value;
  const head = headProblem(origin, root);
  if (head !== null || root.kind !== 'object') {
    return { ...nothing, problems: head === null ? [] : [head] };
  }
  const problems: Failure[] = [];
  for (const { key, keyStart } of root.entries) {
    if (['switchyard', 'epics', 'tasks'].includes(key)) continue;
    const message = `The key ${JSON.stringify(key)} is not known.`;
    const action = 'Known keys: switchyard, epics, tasks.';
    problems.push(problem(origin, keyStart, 'key-unknown', message, action));
  }
  const list = (name: string): JsonNode | undefined =>
    root.entries.find(({ key }) => key === name)?.value;
  const epics = readList(origin, list('epics'), 'epics', jsonEpicSchema, problems);
  const tasks = readList(origin, list('tasks'), 'tasks', jsonTaskSchema, problems);
  return {
    epics: withoutDuplicates(origin, epics, problems).map(toEpic),
    tasks: withoutDuplicates(origin, tasks, problems).map(toTask),
    problems,
  };
}
