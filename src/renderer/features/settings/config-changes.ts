import type { ConfigChange } from '#shared/contract/settings.ts';

/** A value that the config file can hold. */
export type SettingValue = ConfigChange['value'];

/**
 * The changes that make one value out of another: of groups of names only what differs, so that the file keeps
 * all else as it is. An undefined value, and one that equals the default of its key, is taken out.
 */
export function changesBetween(
  path: readonly string[],
  before: SettingValue | undefined,
  after: SettingValue | undefined,
): readonly ConfigChange[] {
  if (after === undefined) return before === undefined ? [] : [{ path, value: null }];
  if (isGroup(before) && isGroup(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changesBetween([...path, key], before[key], after[key]));
  }
  return sameSetting(before, after) ? [] : [{ path, value: after }];
}

function isGroup(value: SettingValue | undefined): value is Record<string, SettingValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two values say the same; the order of names does not matter. */
export function sameSetting(
  left: SettingValue | undefined,
  right: SettingValue | undefined,
): boolean {
  return normal(left) === normal(right);
}

function normal(value: SettingValue | undefined): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
