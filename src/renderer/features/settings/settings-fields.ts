import {
  agentFields,
  checkFields,
  fileFields,
  gitFields,
  limitFields,
  runFields,
  worktreeFields,
} from './field-texts.ts';
import type { SettingSection } from './setting-field.ts';

/** The whole form: each setting of the schema stands in it once, which a test makes sure of. */
export const settingSections: readonly SettingSection[] = [
  { id: 'agents', title: 'Agents', fields: agentFields },
  { id: 'checks', title: 'Checks', fields: checkFields },
  { id: 'runs', title: 'Runs', fields: runFields },
  { id: 'limits', title: 'Limits', fields: limitFields },
  { id: 'worktrees', title: 'Worktrees', fields: worktreeFields },
  { id: 'git', title: 'Git', fields: gitFields },
  { id: 'file', title: 'File', fields: fileFields },
];

/** The sections with the settings that a search finds, in label, sentence, key or title; empty ones are left out. */
export function searchSettings(query: string): readonly SettingSection[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = (text: string): boolean => words.every((word) => text.includes(word));
  return settingSections.flatMap((section) => {
    const fields = section.fields.filter(({ path, label, description, unused = '' }) =>
      hits([section.title, label, description, path.join('.'), unused].join(' ').toLowerCase()),
    );
    return fields.length === 0 ? [] : [{ ...section, fields }];
  });
}
