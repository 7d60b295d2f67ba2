/**
 * Runs npm scripts at the same time: `node tools/at-once.ts lint typecheck`. What each says is printed when it has
 * ended, so that nothing is mixed up; fails when one of them does.
 */
import { spawn } from 'node:child_process';

/** Runs one script to its end; whether it succeeded. */
async function succeeds(script: string): Promise<boolean> {
  const npm = process.env['npm_execpath'];
  const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const child = spawn(program, [...first, 'run', '--silent', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => said.push(piece));
  child.stderr.on('data', (piece: Buffer) => said.push(piece));
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.once('error', (error) => {
    process.stderr.write(`${script} was not started: ${error.message}\n`);
    resolve(false);
  });
  child.once('close', (code) => {
    process.stdout.write(Buffer.concat(said));
    if (code !== 0) process.stderr.write(`npm run ${script} failed.\n`);
    resolve(code === 0);
  });
  return promise;
}

const all = await Promise.all(process.argv.slice(2).map(succeeds));
if (all.length === 0 || all.includes(false)) process.exitCode = 1;
