import { checkConfig } from './config-check.ts';
import { settingPaths } from './config-expectation.ts';

/** What is wrong with a value, and the keys of the part of it that is meant. */
export interface ValueProblem {
  readonly path: string;
  readonly message: string;
}

/** A setting that the config file names. */
export interface ConfiguredSetting {
  /** Its keys, joined by dots. */
  readonly key: string;
  /** Why what the file says does not apply, so that the default does; null when it applies. */
  readonly problem: string | null;
}

/** The value at a path of nested objects; undefined where there is none. */
export function valueAt(config: unknown, path: readonly string[]): unknown {
  let value = config;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map(Object.entries(value)).get(key);
  }
  return value;
}

/** What the reader of the config file would say about a value at this place; nothing when it takes it. */
export function problemsOfValue(path: readonly string[], value: unknown): readonly ValueProblem[] {
  const config = path.toReversed().reduce<unknown>((inner, key) => ({ [key]: inner }), value);
  // A copy, because the check changes its argument.
  const copy: unknown = JSON.parse(JSON.stringify(config));
  const { problems } = checkConfig(copy, (place) => ({ file: place.map(String).join('.') }));
  return problems.map(({ message, place }) => ({ path: place?.file ?? '', message }));
}

/** The settings that the plain values of a config file name, each with what is wrong with it. */
export function configuredSettings(config: unknown): readonly ConfiguredSetting[] {
  return settingPaths().flatMap((path) => {
    const value = valueAt(config, path);
    if (value === undefined) return [];
    const messages = problemsOfValue(path, value).map(({ message }) => message);
    const problem = messages.length === 0 ? null : messages.join(' ');
    return [{ key: path.join('.'), problem }];
  });
}
