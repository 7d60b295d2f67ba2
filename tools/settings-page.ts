/**
 * Writes the tables of settings in `docs/configuration.md` from what the settings themselves say. A test finds out when
 * they are out of date.
 *
 *     npx node tools/settings-page.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingPaths } from '#shared/core/project-config/config-expectation.ts';
import { valueAt } from '#shared/core/project-config/config-values.ts';
import { settingTextAt } from '#shared/core/project-config/setting-texts.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';

/** The page, from the folder of the checkout. */
export const settingsPage = 'docs/configuration.md';

/** `<!-- settings: git -->`, the table of that group, `<!-- end -->`; without a name those that are in no group. */
const place = /(<!-- settings:(.*) -->\n)[\s\S]*?(<!-- end -->\n)/g;

/** The page with its tables as the settings are now. */
export function withSettingTables(page: string): string {
  return page.replaceAll(
    place,
    (_whole, begin: string, group: string, end: string) =>
      `${begin}\n${tableOf(group.trim())}\n${end}`,
  );
}

/** The groups that the page has a table of. */
export function groupsIn(page: string): readonly string[] {
  return [...page.matchAll(place)].map(([, , group = '']) => group.trim());
}

/** The groups of the settings: their first key; none where there is no other. */
export function settingGroups(): readonly string[] {
  return [...new Set(settingPaths().map((path) => (path.length === 1 ? '' : (path[0] ?? ''))))];
}

function tableOf(group: string): string {
  const paths = settingPaths().filter((path) =>
    group === '' ? path.length === 1 : path.length > 1 && path[0] === group,
  );
  const rows = paths.map((path) => [
    `\`${(group === '' ? path : path.slice(1)).join('.')}\``,
    defaultOf(path),
    meaningOf(path),
  ]);
  return aligned([['key', 'default', 'meaning'], ...rows]);
}

function meaningOf(path: readonly string[]): string {
  const { description, page = description, unused } = settingTextAt(path);
  return (unused === undefined ? page : `_Later_. ${page}`).replaceAll('|', String.raw`\|`);
}

const defaults = projectConfigSchema.parse({});

function defaultOf(path: readonly string[]): string {
  const value = valueAt(defaults, path);
  if (value === undefined) return 'none';
  return `\`${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}\``;
}

/** A table whose columns stand below each other, as the formatter leaves it. */
function aligned([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return `${line(head)}${rule}${rows.map(line).join('')}`;
}

if (process.argv[1] === import.meta.filename) {
  const file = join(import.meta.dirname, '..', settingsPage);
  writeFileSync(file, withSettingTables(readFileSync(file, 'utf8')));
}
