import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, ownName } from '#main/system/process-identity.ts';
import { endMarkedProcesses, endProcessTree } from '#main/system/process-tree.ts';
import type { ProcessMarker } from '#main/system/process-tree.ts';

/** The limits of a git that starts programs of the person (a hook, a signer). */
export interface WatchedGitOptions {
  /** It is ended when it has not ended by itself after this long, in ms. */
  readonly limitMs: number;
  /** Ends it at once. */
  readonly signal?: AbortSignal;
  /** What git reads from standard input. */
  readonly input?: string;
  /** Ends what its hooks left running; not the daemons that serve git itself, which are to stay. */
  readonly endsRemains?: boolean;
  /** Variables over those that it would have. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface WatchedGitOutcome {
  /** Null when it was ended, or could not be started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  /** The last of all that it and its programs printed, in the order in which it came. */
  readonly words: string;
  readonly cut: 'timeout' | 'stopped' | null;
}

/** Variable that marks one git and all that it starts. */
const markerName = 'SWITCHYARD_GIT';
/** What git starts for itself and means to stay: agents for keys, kept passwords, shared connections. */
const lasting = [
  'gpg-agent',
  'keyboxd',
  'dirmngr',
  'scdaemon',
  'ssh-agent',
  'ssh',
  'git-credential-',
];
let commands = 0;

/** Of more words than these only the last are kept. */
const keptCharacters = 64 * 1024;
/** Time that programs get to end by themselves after the signal. */
const graceMs = 2_000;
/** What still keeps the output open after git has ended, such as a daemon of a hook, is not waited for. */
const outputPatienceMs = 500;

/**
 * Runs git with the person's own settings, hooks included, and ends it with all that it has started when
 * it takes too long or is to stop. Without a terminal: nothing that it starts can ask there.
 */
export async function runWatchedGit(
  folder: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  options: WatchedGitOptions,
): Promise<WatchedGitOutcome> {
  const { signal, input = '' } = options;
  if (signal?.aborted === true) return { exitCode: null, stdout: '', words: '', cut: 'stopped' };
  // A session of its own: its programs find no terminal to ask on, and are ended together.
  commands += 1;
  const marker = { name: markerName, value: `${ownName()}/watched/${commands}` };
  const env = { ...environment, [marker.name]: marker.value };
  const child = spawn('git', [...args], { cwd: folder, env, detached: true });
  const output = { stdout: '', words: '' };
  const read = (stream: 'stdout' | 'stderr'): void => {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      if (stream === 'stdout') output.stdout = (output.stdout + text).slice(-keptCharacters);
      output.words = (output.words + text).slice(-keptCharacters);
    });
  };
  read('stdout');
  read('stderr');
  // A git that ends without reading all of it says why.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const { exitCode, cut } = await endOf(child, marker, options);
  if (options.endsRemains === true) await endMarkedProcesses(marker, graceMs, lasting);
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  return { exitCode, ...output, cut };
}

async function endOf(
  child: ChildProcess,
  marker: ProcessMarker,
  { limitMs, signal }: WatchedGitOptions,
): Promise<Pick<WatchedGitOutcome, 'exitCode' | 'cut'>> {
  const ended = Promise.withResolvers<number | null>();
  const cut = Promise.withResolvers<'timeout' | 'stopped'>();
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  child.once('error', () => ended.resolve(null));
  child.once('exit', (code) => ended.resolve(code));
  const stop = (): void => cut.resolve('stopped');
  signal?.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => cut.resolve('timeout'), limitMs);
  try {
    const first = await Promise.race([ended.promise, cut.promise]);
    if (first !== 'timeout' && first !== 'stopped') {
      await Promise.race([closed, sleep(outputPatienceMs)]);
      return { exitCode: first, cut: null };
    }
    const root = child.pid === undefined ? null : identifyProcess(child.pid);
    if (root !== null) await endProcessTree(root, { graceMs, marker });
    return { exitCode: null, cut: first };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
