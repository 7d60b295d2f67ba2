import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CheatReport } from '#main/engine/cheats/report-play.ts';
import type { TestWorkspace } from './workspaces.ts';

const program = join(import.meta.dirname, '../../out/main/cli.js');

/**
 * Plays the catalogue with the built program, as a person does, and says what is left of its copies: they are made in a
 * folder of the test.
 */
export function playCatalogue(
  test: TestWorkspace,
  ...words: readonly string[]
): CheatReport & { left: string[] } {
  const temporary = mkdtempSync(join(tmpdir(), 'switchyard-test-'));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const options = {
    cwd: test.root,
    env: { ...test.environment, TMPDIR: temporary },
    encoding: 'utf8',
    maxBuffer: 16 * 1024 ** 2,
  } as const;
  const args = [program, 'doctor', '--cheats', '--json', '--parallel', '4', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  // 1: not all of them hold, which the test is to say.
  if (status !== 0 && status !== 1) throw new Error(stderr);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `--json` prints is that report
  return { ...(JSON.parse(stdout) as CheatReport), left: readdirSync(temporary) };
}
