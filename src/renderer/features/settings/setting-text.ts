import { kindAt } from '#shared/core/project-config/config-expectation.ts';
import { problemsOfValue, valueAt } from '#shared/core/project-config/config-values.ts';
import { settingTextAt } from '#shared/core/project-config/setting-texts.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { SettingValue } from './config-changes.ts';
import type { SettingField } from './setting-field.ts';

const defaults = projectConfigSchema.parse({});

/** The default of a setting; null where it has none. */
export function defaultOf({ path }: Pick<SettingField, 'path'>): SettingValue {
  return settingOf(valueAt(defaults, path));
}

/** A value of the config as it can be written again; null for what is not there. */
export function settingOf(value: unknown): SettingValue {
  // All that a config holds came from YAML and has a form in JSON.
  const copy: SettingValue = JSON.parse(JSON.stringify(value ?? null));
  return copy;
}

/** A value as one writes it; empty for what is no single one. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A value in words for people: "3 tasks", "On", "never". */
export function describeSetting(field: SettingField, value: SettingValue): string {
  const { unit, empty = 'nothing', choices } = field;
  if (value === null || value === '') return empty;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') {
    const number = new Intl.NumberFormat('en', { maximumFractionDigits: 6 }).format(value);
    return unit === undefined ? number : `${number} ${unit}`;
  }
  if (typeof value === 'string') return choices?.[value]?.label ?? value;
  const parts = Array.isArray(value) ? value.map(textOf) : Object.keys(value);
  return parts.length === 0 ? empty : parts.join(', ');
}

/**
 * What a typed text stands for: nothing for an empty one where there may be nothing, a number where one is
 * expected. A comma counts as a decimal point; spaces and underscores between digits are passed over. What
 * cannot be read stays a text, which the check refuses with what is expected.
 */
export function readSetting({ path }: Pick<SettingField, 'path'>, typed: string): SettingValue {
  const text = typed.trim();
  if (text === '' && defaultOf({ path }) === null) return null;
  if (kindAt(path) !== 'number') return text;
  const digits = text.replaceAll(/(?<=\d)[\s_](?=\d)/g, '').replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits) ? Number(digits) : typed;
}

/** Why a value is refused, in the words of the reader of the file; null when it is not. */
export function refusalOf(path: readonly string[], value: SettingValue): string | null {
  if (value === null && defaultOf({ path }) === null) return null;
  const messages = problemsOfValue(path, value).map(({ message }) => inForm(path, message));
  return messages.length === 0 ? null : `${messages.join(' ')} Nothing was saved.`;
}

/** What the file calls null is an empty field in the form. */
function inForm(path: readonly string[], message: string): string {
  const { empty } = settingTextAt(path);
  return empty === undefined
    ? message
    : message.replace(/ or null\.$/, `, or an empty field for ${empty}.`);
}
