import { z } from 'zod';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { settingTexts } from '#shared/model/settings/setting-text.ts';
import type { SettingText } from '#shared/model/settings/setting-text.ts';

/** The keys of a group of the config; null for what is a setting itself. */
function groupOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | null {
  if (schema instanceof z.ZodPrefault) return groupOf(schema.def.innerType);
  return schema instanceof z.ZodObject ? schema.shape : null;
}

/**
 * What is said of the setting at a place of the config.
 * @throws {Error} where there is no setting; a test makes sure that each of them has a text
 */
export function settingTextAt(path: readonly string[]): SettingText {
  let schema: z.core.$ZodType | undefined = projectConfigSchema;
  for (const key of path) {
    const group: ReturnType<typeof groupOf> = schema === undefined ? null : groupOf(schema);
    schema = group !== null && Object.hasOwn(group, key) ? group[key] : undefined;
  }
  const text = schema === undefined ? undefined : settingTexts.get(schema);
  if (text === undefined) throw new Error(`There is no setting ${path.join('.')}.`);
  return text;
}

/** `mode: sequential (needs the reviewer)`, where this version cannot run with that value; else null. */
export function unavailableChoice(path: readonly string[], value: string): string | null {
  const needs = settingTextAt(path).choices?.[value]?.needs;
  return needs === undefined ? null : `${path.at(-1) ?? ''}: ${value} (needs ${needs})`;
}
