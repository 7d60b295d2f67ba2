import type { z } from 'zod';
import { maskSecrets } from '#shared/core/secrets/mask-secrets.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import { expectedAt, knownKeysAt, meantKey, meantValue } from './config-expectation.ts';
import type { ConfigPath } from './config-expectation.ts';
import { checkMeaning } from './config-meaning.ts';

/** A config that can be worked with, and what was wrong in the text it came from. */
export interface ParsedConfig {
  readonly config: ProjectConfig;
  readonly problems: readonly Failure[];
}

const correctIt = 'Correct it; until then the default is used.';

/** Finds where in its file a part of the config stands. */
export type Locate = (path: ConfigPath, what: 'key' | 'value') => NonNullable<Failure['place']>;

/**
 * Checks plain values against the model, dropping what is wrong until the rest is right. Changes
 * `values`. Each problem is reported once, at the place that `locate` finds for it.
 */
export function checkConfig(values: unknown, locate: Locate): ParsedConfig {
  let value = values;
  let result = projectConfigSchema.safeParse(value);
  const problems = result.success
    ? []
    : result.error.issues.flatMap((issue) => describeIssue(issue, values, locate));
  while (!result.success) {
    // Later rounds only find what the removals left incomplete: it has been reported already.
    for (const issue of result.error.issues) {
      for (const path of pathsOf(issue)) value = without(value, path);
    }
    result = projectConfigSchema.safeParse(value);
  }
  const meaning = checkMeaning(result.data);
  const meaningless = meaning.problems.map(({ path, message }) =>
    wrongValue(message, locate(path, 'value')),
  );
  return { config: meaning.config, problems: [...problems, ...meaningless] };
}

function pathsOf(issue: z.core.$ZodIssue): readonly ConfigPath[] {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => [...issue.path, key])
    : [issue.path];
}

function isGroup(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The values from the outside in along a path, as far as it exists. */
function valuesAlong(value: unknown, path: ConfigPath): readonly unknown[] {
  const values = [value];
  let current = value;
  for (const key of path) {
    if (!isGroup(current) || !Object.hasOwn(current, key)) break;
    current = current[key];
    values.push(current);
  }
  return values;
}

/** Takes away the innermost named part that holds `path`; entries of lists go with their list. */
function without(value: unknown, path: ConfigPath): unknown {
  const values = valuesAlong(value, path);
  let depth = values.length - 1;
  while (depth > 0 && typeof path[depth - 1] === 'number') depth -= 1;
  const parent = values[depth - 1];
  const key = path[depth - 1];
  if (depth === 0 || !isGroup(parent) || key === undefined) return {};
  delete parent[key];
  return value;
}

function describeIssue(
  issue: z.core.$ZodIssue,
  config: unknown,
  locate: Locate,
): readonly Failure[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(issue.path, key, locate));
  }
  const { path } = issue;
  const values = valuesAlong(config, path);
  const name = path.length === 0 ? 'The config' : path.map(String).join('.');
  if (values.length <= path.length) {
    return [wrongValue(`${name} is missing; expected ${expectedAt(path)}.`, locate(path, 'value'))];
  }
  const value = values.at(-1);
  // A heading whose keys are all commented out.
  if (value === null && knownKeysAt(path).length > 0) return [];
  const meant = meantValue(path, value);
  const guess = meant === null ? '' : ` Did you mean "${meant}"?`;
  const shown = maskSecrets(JSON.stringify(value)).slice(0, 80);
  return [
    wrongValue(`${name} is ${shown}; expected ${expectedAt(path)}.${guess}`, locate(path, 'value')),
  ];
}

function wrongValue(message: string, place: Failure['place']): Failure {
  return failure('config-wrong-value', message, correctIt, place);
}

function unknownKey(path: ConfigPath, key: string, locate: Locate): Failure {
  const group = path.length === 0 ? 'the config' : path.map(String).join('.');
  const meant = meantKey(path, key);
  const guess = meant === null ? '' : ` Did you mean "${meant}"?`;
  return failure(
    'config-unknown-key',
    `"${key}" is not a key of ${group}.${guess}`,
    `Expected one of: ${knownKeysAt(path).join(', ')}. Until then the key is ignored.`,
    locate([...path, key], 'key'),
  );
}
