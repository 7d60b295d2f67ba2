import { setFolderRules } from '#main/trust/folder-rules.ts';
import { trustFoldersFile } from '#main/engine/trust/open-trust-desk.ts';

/**
 * What a person does who trusts all that a test makes below `folder`: their rule for folders, kept in the data
 * folder as the app keeps it. Tests of trust itself begin without it.
 */
export async function trustFolder(dataFolder: string, folder: string): Promise<void> {
  const kept = await setFolderRules(trustFoldersFile(dataFolder), [{ folder, rule: 'trust' }]);
  if (!kept.ok) throw new Error(kept.error.message);
}
