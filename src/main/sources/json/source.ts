import { err, ok } from '#shared/lib/result.ts';
import type { TextSource } from '#main/sources/source.ts';
import { sourceFields } from '#main/sources/source-changes.ts';
import { exportJson } from './export-json.ts';
import { importJson } from './import-json.ts';

/** Problems of a file that is something else than this format. */
const unreadCodes: ReadonlySet<string> = new Set([
  'json-invalid',
  'json-no-object',
  'format-unknown',
]);

/** The app's own open format: a file that is imported, and what an export writes. */
export const jsonSource: TextSource = {
  kind: 'json',
  label: 'JSON file',
  from: 'text',
  hint: 'JSON file, as the export writes it',
  endings: ['.json'],
  mediaType: 'application/json',
  owns: sourceFields,
  readAll(text, file) {
    const items = importJson(text, file);
    const [problem] = items.problems;
    const isUnread = problem !== undefined && unreadCodes.has(problem.code);
    return isUnread ? err(problem) : ok(items);
  },
  files: null,
  export: { to: 'text', ending: '.json', render: exportJson },
};
