import { execFile } from 'node:child_process';
import process from 'node:process';
import { findProgram } from './find-program.ts';

/** What stands before a program so that it reaches nothing but this machine's own loopback. */
type Prefix = readonly string[];

const probeMs = 5_000;
const raiseLoopback = 'ip link set lo up || ifconfig lo up';

const asRoot: Prefix = ['unshare', '--user', '--map-root-user', '--net', '--'];

/** Ways to start a program without a network, the least intrusive first. */
function ways(): readonly Prefix[] {
  const uid = String(process.getuid?.() ?? 0);
  const gid = String(process.getgid?.() ?? 0);
  const back = `exec unshare --user --map-user=${uid} --map-group=${gid} -- "$@"`;
  return [
    ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--'],
    ['unshare', '--net', '--', 'sh', '-c', `(${raiseLoopback}) && exec "$@"`, 'sh'],
    [...asRoot, 'sh', '-c', `(${raiseLoopback}) && ${back}`, 'sh'],
  ];
}

let found: Promise<Prefix | null> | undefined;

/**
 * How a program is started without a network here; null when the system has no way for it. Tried once in the life of this
 * process.
 */
export async function networkOff(): Promise<Prefix | null> {
  found ??= findWay();
  return found;
}

async function findWay(): Promise<Prefix | null> {
  if (process.platform !== 'linux') return null;
  for (const [name = '', ...args] of ways()) {
    const program = findProgram(name, { folder: '/', environment: process.env });
    if (program === null) continue;
    const way = [program.path, ...args];
    if (await works(way)) return way;
  }
  return null;
}

async function works([program = '', ...args]: Prefix): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { timeout: probeMs };
    execFile(program, [...args, 'true'], options, (error) => resolve(error === null));
  });
}
