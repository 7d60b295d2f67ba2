import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Where a program was found, or where it was not. */
export type ProgramSearch =
  | { readonly found: true; readonly program: string }
  | {
      readonly found: false;
      /** A file of that name that may not be run; null when there is none. */
      readonly notExecutable: string | null;
      /** Folders, or the one path, that were looked at. */
      readonly lookedIn: readonly string[];
    };

/**
 * Looks for a program as a shell does, without one: a name on PATH, a path with a slash from `cwd`.
 * Folders of PATH that are empty or relative are passed over: they would mean the folder an agent
 * works in, where it can put a program of that name (SPEC section 14).
 */
export async function findProgram(
  command: string,
  environment: NodeJS.ProcessEnv,
  cwd: string,
): Promise<ProgramSearch> {
  const isPath = command.includes('/') || command.includes('\\') || isAbsolute(command);
  const folders = isPath ? [] : pathFolders(environment);
  const places = isPath ? [resolve(cwd, command)] : folders.map((folder) => join(folder, command));
  let notExecutable: string | null = null;
  for (const file of places.flatMap((place) => candidates(place, environment))) {
    const state = await look(file);
    if (state === 'executable') return { found: true, program: file };
    if (state === 'not executable') notExecutable ??= file;
  }
  return { found: false, notExecutable, lookedIn: isPath ? places : folders };
}

/** The absolute folders of PATH, each once, in order. */
function pathFolders(environment: NodeJS.ProcessEnv): readonly string[] {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  return [...new Set(path.split(delimiter).filter((folder) => isAbsolute(folder)))];
}

/** On Windows a program's name goes without the extension that makes it one. */
function candidates(file: string, environment: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform !== 'win32') return [file];
  const extensions = (environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';');
  return [file, ...extensions.map((extension) => `${file}${extension}`)];
}

async function look(file: string): Promise<'executable' | 'not executable' | 'absent'> {
  try {
    if (!(await stat(file)).isFile()) return 'absent';
  } catch {
    return 'absent';
  }
  try {
    await access(file, constants.X_OK);
    return 'executable';
  } catch {
    return 'not executable';
  }
}
