import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { cp, lstat } from 'node:fs/promises';
import { failure, FailureError } from '#shared/lib/failure.ts';
import { currentStop } from './stop-context.ts';

/** What makes a copy of a whole folder here, faster than one file after the other; null where nothing is known to. */
const cloneArguments: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['-a', '--reflink=auto'],
  darwin: ['-Rpc'],
};

/**
 * Copies a folder of dependencies to `to`, which is not there yet: with modes, times and links as they are, and
 * copy-on-write where the file system can. Sockets and pipes belong to a process that runs there, and are left out.
 * @throws {FailureError} with the code `stopped` when what is being done was stopped
 * @throws what `node:fs` throws when it cannot be read or written
 */
export async function cloneFolder(from: string, to: string): Promise<void> {
  const args = cloneArguments[process.platform];
  if (args !== undefined && (await succeeds('cp', [...args, '--', from, to]))) {
    const others = ['!', '-type', 'f', '!', '-type', 'd', '!', '-type', 'l'];
    if (await succeeds('find', [to, ...others, '-delete'])) return;
  }
  await copyHere(from, to);
}

/** False when the program is not there or did not do it all: what is missing is then copied one by one. */
async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  const stop = currentStop();
  return new Promise((resolve, reject) => {
    const options = { encoding: 'utf8', ...(stop === null ? {} : { signal: stop }) } as const;
    execFile(program, [...args], options, (error) => {
      if (stop?.aborted === true) reject(stopped());
      else resolve(error === null);
    });
  });
}

async function copyHere(from: string, to: string): Promise<void> {
  const mode = constants.COPYFILE_FICLONE;
  const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode };
  const goesOn = (): true => {
    if (currentStop()?.aborted === true) throw stopped();
    return true;
  };
  const filter = async (path: string): Promise<boolean> => {
    const stat = await lstat(path);
    return goesOn() && (stat.isFile() || stat.isDirectory() || stat.isSymbolicLink());
  };
  await cp(from, to, { ...options, force: true, filter });
}

function stopped(): FailureError {
  const message = 'The copying of dependencies was stopped.';
  return new FailureError(failure('stopped', message, 'Run the task again.'));
}
