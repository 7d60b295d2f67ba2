import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { commandFile, makeStoryApp } from './story-app.ts';
import type { StoryApp, StoryAppOptions } from './story-app.ts';

/** The built program's `serve`, as a process of its own. */
export interface ServeProcess {
  /** Address with a fresh one-time key. */
  readonly url: string;
  readonly port: number;
  /** Stops the process where it is: it takes calls and answers none. Then it can only be killed. */
  freeze(): void;
  /** Ends the process without a word. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  /** Ends it as Ctrl-C does, twice. */
  stop(): Promise<void>;
}

/** A repository and the built program that serves it. */
export interface ServedApp extends Omit<StoryApp, 'dispose'> {
  readonly url: string;
  readonly port: number;
  dispose(): Promise<void>;
}

/** How long a start may take on a machine that is busy, in ms. */
const startLimitMs = 60_000;

/** Serves a story's repository, or no workspace at all; `serve` chooses the port unless one is wished for. */
export async function startServe(
  { root, folder, environment }: StoryApp,
  { nowhere = false }: Pick<StoryAppOptions, 'nowhere'> = {},
  wishedPort = 0,
): Promise<ServeProcess> {
  let host: ChildProcess | null = null;
  let url = '';
  let port = wishedPort;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const dying = host;
    host = null;
    if (dying === null || dying.exitCode !== null || dying.signalCode !== null) return;
    const closed = new Promise((resolve) => dying.once('close', resolve));
    dying.kill(signal);
    await closed;
  };
  const start = async (): Promise<void> => {
    const args = [commandFile, 'serve', ...(nowhere ? [] : [root]), '--port', String(port)];
    host = spawn(process.execPath, args, {
      cwd: nowhere ? folder : root,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      url = await printedAddress(host);
    } catch (error) {
      await end('SIGKILL');
      throw error;
    }
    port = Number(new URL(url).port);
  };
  await start();
  return {
    start,
    freeze: () => void host?.kill('SIGSTOP'),
    kill: async () => end('SIGKILL'),
    async stop() {
      // The second signal stops what still runs; two of a kind may arrive as one.
      host?.kill('SIGINT');
      await end('SIGTERM');
    },
    get url() {
      return url;
    },
    get port() {
      return port;
    },
  };
}

/** Makes a repository with one commit and serves it. */
export async function serveApp(options: StoryAppOptions = {}): Promise<ServedApp> {
  const app = await makeStoryApp(options);
  try {
    const served = await startServe(app, options);
    const dispose = async (): Promise<void> => {
      await served.stop();
      app.dispose();
    };
    return { ...app, url: served.url, port: served.port, dispose };
  } catch (error) {
    app.dispose();
    throw error;
  }
}

/** The address that the program tells; fails when it ends, or says nothing for too long. */
async function printedAddress(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (what: string): void => reject(new Error(`serve ${what}: ${printed}`));
    const timer = setTimeout(() => fail('said no address'), startLimitMs);
    host.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = /http:\/\/\S+#key=\S+/.exec(printed);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
    host.once('error', (error) => fail(`did not start (${error.message})`));
    host.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}
