import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TrustFolder } from '#shared/model/trust.ts';
import { readFolderRules } from '#main/trust/agreement-file.ts';
import { realFolder, setFolderRules } from '#main/trust/folder-rules.ts';
import { dataFolder } from '#main/workspace/data-folder.ts';
import { trustFoldersFile } from './open-trust-desk.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';

/** Sets the person's rule for one folder, or takes it away; the rules there are then. */
export async function changeTrustFolder(
  { environment, platform, home }: Pick<Surroundings, 'environment' | 'platform' | 'home'>,
  folder: string,
  rule: TrustFolder['rule'] | 'none',
): Promise<Result<readonly TrustFolder[], Failure>> {
  const file = trustFoldersFile(dataFolder(environment, platform, home));
  const real = (await realFolder(folder)) ?? folder;
  const others = (await readFolderRules(file)).filter((one) => one.folder !== real);
  const rules = rule === 'none' ? others : [...others, { folder: real, rule }];
  const written = await setFolderRules(file, rules);
  return written.ok ? ok(await readFolderRules(file)) : written;
}
