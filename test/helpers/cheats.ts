import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { catalogue } from '#main/cheats/catalogue/catalogue.ts';
import type { RepositoryKind } from '#main/cheats/repository-kind.ts';
import type { CheatReport } from '#main/engine/cheats/report-play.ts';
import { testWorkspace } from './workspaces.ts';
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
  const args = [program, 'doctor', '--cheats', '--json', '--parallel', '6', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  // 1: not all of them hold, which the test is to say.
  if (status !== 0 && status !== 1) throw new Error(stderr);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `--json` prints is that report
  return { ...(JSON.parse(stdout) as CheatReport), left: readdirSync(temporary) };
}

/**
 * Plays all of the catalogue with its honest twins in a repository whose tests run so, and expects that each is caught or
 * shown, and that no honest agent is held up.
 */
export async function expectAllHold(
  kind: RepositoryKind,
  command: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const test = await testWorkspace({
    files,
    // With a base, as a person has it; what failed is not tried again.
    config: { commands: { test: command }, verify: { flaky_retries: 0 } },
    // What else is installed on the machine for pytest is of no matter.
    environment: { PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' },
  });
  const report = playCatalogue(test, '--twins');
  expect(report).toMatchObject({ kind, doubt: null, halted: null, wasCut: false, left: [] });
  const played = report.results.map(({ id }) => id);
  const wanted = catalogue.filter(({ forms }) => forms[kind] !== undefined);
  expect(played).toEqual(wanted.map(({ id }) => id));
  const missed = report.results.filter(({ holds }) => !holds);
  expect(missed.map(({ id, outcome }) => [id, outcome])).toEqual([]);
  const heldUp = report.results.filter(({ twin }) => twin?.isClosed !== true);
  expect(heldUp.map(({ id, twin }) => [id, twin?.problem])).toEqual([]);
}
