import { spawn } from 'node:child_process';
import process from 'node:process';
import { join } from 'node:path';
import type { BoardSite } from './site.ts';

const program = join(import.meta.dirname, '../../out/main/cli.js');

/** A host that serves the site's repository. */
export interface ServedSite {
  /** Address with the one-time key. */
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** Starts the built program, as a person does. */
export async function serveSite({ root, environment }: BoardSite): Promise<ServedSite> {
  const host = spawn(process.execPath, [program, 'serve', root, '--port', '0', '--json'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let printed = '';
    host.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = /http:\/\/[^\s"]+#key=[\w-]+/.exec(printed);
      if (found !== null) resolve(found[0]);
    });
    host.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${printed}`)));
  });
  return {
    url,
    async end() {
      const ended = new Promise((resolve) => host.once('close', resolve));
      host.kill('SIGTERM');
      await ended;
    },
  };
}
