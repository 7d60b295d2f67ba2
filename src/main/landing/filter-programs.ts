import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { GitClient } from '#main/git/client.ts';
import { findProgram } from '#main/verify/find-program.ts';

interface Parts {
  readonly git: GitClient;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Filters that attributes of the repository ask for, without which git refuses files (`filter.<name>.required`), and
 * whose program is not there: no work could be kept. One whose command is more than a program and its arguments is not
 * looked at.
 */
export async function missingFilters({ git, environment }: Parts): Promise<readonly Failure[]> {
  const drivers = await requiredDrivers(git);
  if (drivers.size === 0) return [];
  const folders = [environment['PATH'] ?? '', await git.text(['--exec-path'])].join(':');
  const where = { folder: git.folder, environment: { PATH: folders } };
  const missing = new Map<string, string>();
  for (const [name, commands] of drivers) {
    const programs = commands.map(programOf).filter((one) => one !== null);
    const gone = programs.find((program) => findProgram(program, where) === null);
    if (gone !== undefined && (await isUsed(git, name))) missing.set(name, gone);
  }
  return [...missing].map(([name, program]) =>
    failure(
      'filter-program-missing',
      `The attributes of this repository ask for the filter ${name}, and its program ${program} was not found.`,
      `Install ${program}, or have \`git config filter.${name}.required false\` say that files may be kept without it.`,
    ),
  );
}

/** The commands of filters that git does not do without, by their names. */
async function requiredDrivers(git: GitClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const pattern = String.raw`^filter\..*\.(clean|smudge|process|required)$`;
  const args = ['config', '--null', '--get-regexp', pattern];
  const { stdout } = await git.run(args, { allowedExitCodes: [1] });
  const commands = new Map<string, Map<string, string>>();
  for (const entry of stdout.split('\0')) {
    const [, name, key] = /^filter\.([^\n]*)\.([a-z]+)(?:\n|$)/.exec(entry) ?? [];
    if (name === undefined || key === undefined) continue;
    const known = commands.get(name) ?? new Map<string, string>();
    // Without a value it is true.
    known.set(key, entry.includes('\n') ? entry.slice(entry.indexOf('\n') + 1) : 'true');
    commands.set(name, known);
  }
  const required = [...commands].filter(([, one]) =>
    /^(?:true|yes|on|1)$/i.test(one.get('required') ?? ''),
  );
  return new Map(required.map(([name, one]) => [name, commandsIn(one)]));
}

/** What git would start: the process for both directions, where there is one. */
function commandsIn(driver: ReadonlyMap<string, string>): readonly string[] {
  const process = driver.get('process') ?? '';
  const both = [driver.get('clean') ?? '', driver.get('smudge') ?? ''];
  return (process === '' ? both : [process]).filter((command) => command !== '');
}

/** The program of a command that needs no shell to be understood. */
function programOf(command: string): string | null {
  return /^([\w.+/-]+)(?:\s[^;&|<>$`()]*)?$/.exec(command.trim())?.[1] ?? null;
}

/** Whether a file that git knows, or may get, goes through the filter. */
async function isUsed(git: GitClient, name: string): Promise<boolean> {
  const isNamed = (text: string): boolean =>
    text.split(/\s+/).some((word) => word === `filter=${name}`);
  const files = await git.text(['ls-files', '-z', '--', ':(glob)**/.gitattributes']);
  for (const path of new Set(files.split('\0').filter((one) => one !== ''))) {
    const { exitCode, stdout } = await git.run(['cat-file', 'blob', `:${path}`], {
      allowedExitCodes: [128],
    });
    if (exitCode === 0 && isNamed(stdout)) return true;
  }
  return false;
}
