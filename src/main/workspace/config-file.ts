import { join } from 'node:path';
import { LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { checkConfig } from '#shared/core/project-config/config-check.ts';
import type { ParsedConfig } from '#shared/core/project-config/config-check.ts';
import { configuredSettings } from '#shared/core/project-config/config-values.ts';
import type { ConfiguredSetting } from '#shared/core/project-config/config-values.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { readForeignText } from '#main/system/foreign-file.ts';
import { worktreesInside } from './worktrees-place.ts';
import { placeAtOffset, placeOfPath } from './yaml-place.ts';
import type { YamlSource } from './yaml-place.ts';

/** Far more than a config needs, and little enough for a hostile one to be read at once. */
const sizeLimit = 64 * 1024;
const aliasLimit = 50;

export const configFolder = '.switchyard';
export const configName = 'project.yaml';

/** Path of a repository's config file (SPEC section 12). */
export function projectConfigFile(repositoryRoot: string): string {
  return join(repositoryRoot, configFolder, configName);
}

/** A config with the file that it was read from. */
export interface ReadConfig extends ParsedConfig {
  readonly file: string;
  readonly exists: boolean;
  /** The text that was parsed; empty when there is no file, or it cannot be read. */
  readonly text: string;
}

/**
 * Reads the config of a repository. Without a file it is all defaults and no problem; a file that
 * cannot be read is a problem, and the defaults.
 */
export async function readProjectConfig(repositoryRoot: string): Promise<ReadConfig> {
  const file = projectConfigFile(repositoryRoot);
  const read = await readForeignText(repositoryRoot, join(configFolder, configName), {
    maximumBytes: sizeLimit,
    links: 'inside',
  });
  if (read.ok) {
    if (read.value === null) return { ...withDefaults([]), file, exists: false, text: '' };
    // A byte order mark is no part of the YAML.
    const text = read.value.text.replace(/^\uFEFF/, '');
    const parsed = await withWorktreesOutside(parseProjectConfig(text, file), repositoryRoot, {
      file,
      text,
      lines: new LineCounter(),
    });
    return { ...parsed, file, exists: true, text };
  }
  const problem = failure(
    'config-unreadable',
    `The config cannot be read: ${read.error.reason}.`,
    'Make it a readable UTF-8 text file; until then the defaults are used.',
    { file },
  );
  return { ...withDefaults([problem]), file, exists: true, text: '' };
}

/** The one setting that only the disk can judge: where links lead to. */
async function withWorktreesOutside(
  parsed: ParsedConfig,
  repositoryRoot: string,
  source: YamlSource,
): Promise<ParsedConfig> {
  const { worktrees_dir: named, ...git } = parsed.config.git;
  const wrong = named === undefined ? null : await worktreesInside(repositoryRoot, named);
  if (wrong === null) return parsed;
  const { document } = readValue(source);
  const problem = failure(
    'config-wrong-value',
    wrong,
    'Name one beside it, such as "../worktrees"; until then the default is used.',
    document === null
      ? { file: source.file }
      : placeOfPath(source, document, ['git', 'worktrees_dir'], 'value'),
  );
  return { config: { ...parsed.config, git }, problems: [...parsed.problems, problem] };
}

/**
 * Parses `.switchyard/project.yaml`. Each unknown key, wrong type and impossible value is a failure
 * with file, line, column, the line's text and what was expected; that part has its default then, and
 * all the rest is kept. Text that is no YAML gives the defaults and the failure (SPEC sections 12 and 13).
 */
export function parseProjectConfig(text: string, file: string): ParsedConfig {
  const source: YamlSource = { file, text, lines: new LineCounter() };
  const read = readValue(source);
  if (read.document === null) return withDefaults(read.problems);
  const { document, value } = read;
  const checked = checkConfig(value ?? {}, (path, what) =>
    placeOfPath(source, document, path, what),
  );
  return { config: checked.config, problems: [...read.problems, ...checked.problems] };
}

/** The settings that a config's text names; none where it cannot be read at all. */
export function readConfiguredSettings(text: string, file: string): readonly ConfiguredSetting[] {
  return configuredSettings(readValue({ file, text, lines: new LineCounter() }).value);
}

function withDefaults(problems: readonly Failure[]): ParsedConfig {
  return { config: projectConfigSchema.parse({}), problems };
}

interface ReadYaml {
  readonly document: Document | null;
  readonly value: unknown;
  readonly problems: readonly Failure[];
}

/** Text to plain values of their own; `document` is null when nothing of it can be used. */
function readValue(source: YamlSource): ReadYaml {
  const broken = (problems: readonly Failure[]): ReadYaml => ({
    document: null,
    value: null,
    problems,
  });
  if (source.text.length > sizeLimit) {
    return broken([brokenYaml('it is longer than 64 KiB', placeAtOffset(source, 0))]);
  }
  try {
    const document = parseDocument(source.text, {
      lineCounter: source.lines,
      prettyErrors: false,
    });
    const errors = [...document.errors, ...document.warnings];
    const problems = errors.map((error) => describeYamlError(source, error));
    // What comes after the first mistake of this kind is most often only its echo.
    const mistake = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY');
    if (mistake !== undefined) return broken([describeYamlError(source, mistake)]);
    const dangling = danglingAlias(document);
    if (dangling !== null) {
      const place = placeAtOffset(source, dangling.offset);
      const reason = `"*${dangling.name}" stands for nothing; when it is text, quote it: "*${dangling.name}"`;
      return broken([...problems, brokenYaml(reason, place)]);
    }
    // Through JSON, because aliases make values share parts, and a broken one shall not take
    // the others with it.
    const json = JSON.stringify(document.toJS({ maxAliasCount: aliasLimit }));
    return { document, value: JSON.parse(json), problems };
  } catch (error) {
    // Aliases that multiply or contain themselves, and nesting without end.
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return broken([brokenYaml(reason, { file: source.file })]);
  }
}

/** The first alias without an anchor before it; most often it is a file pattern without quotes. */
function danglingAlias(document: Document): { name: string; offset: number } | null {
  const anchors = new Set<string>();
  let found: { name: string; offset: number } | null = null;
  visit(document, {
    Value: (_key, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias: (_key, { source, range }) => {
      if (anchors.has(source)) return undefined;
      found = { name: source, offset: range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
}

function describeYamlError(source: YamlSource, error: YAMLError): Failure {
  const place = placeAtOffset(source, error.pos[0]);
  return error.code === 'DUPLICATE_KEY'
    ? failure(
        'config-duplicate-key',
        'This key stands here for the second time.',
        'Delete one of the two; until then the last one counts.',
        place,
      )
    : brokenYaml(error.message.replace(/\.?\s*$/, ''), place);
}

function brokenYaml(reason: string, place: Failure['place']): Failure {
  return failure(
    'config-broken',
    `The config cannot be read as YAML: ${reason}.`,
    'Correct this line; until then nothing of the file applies.',
    place,
  );
}
