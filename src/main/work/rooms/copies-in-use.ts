import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateFileMode } from '#main/system/private-files.ts';
import { isProcessAlive, ownIdentity } from '#main/system/process-identity.ts';

const folderName = 'in-use-by';

/** Notes that this process works with what is in a folder of the app's, so that no other one removes it. */
export async function useCopy(folder: string): Promise<void> {
  const { pid, startTime } = ownIdentity();
  await mkdir(join(folder, folderName), { recursive: true });
  const name = `${pid}@${startTime ?? ''}`.replaceAll('/', '_');
  await writeFile(join(folder, folderName, name), '', { mode: privateFileMode });
}

/** Whether another process that still runs has noted that. */
export async function isInUse(folder: string): Promise<boolean> {
  const names = await readdir(join(folder, folderName)).catch(() => []);
  return names.some((name) => {
    const [pid = '', startTime = ''] = name.split('@');
    const identity = { pid: Number(pid), startTime: startTime === '' ? null : startTime };
    return identity.pid !== process.pid && isProcessAlive(identity);
  });
}
