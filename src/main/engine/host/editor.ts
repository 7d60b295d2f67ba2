import { basename } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { findProgram } from '#main/agents/find-program.ts';
import { startDetached } from '#main/system/start-detached.ts';

/** Editors with a window of their own that open a folder, the likeliest first. */
const usualEditors = ['code', 'cursor', 'codium', 'windsurf', 'zed', 'subl', 'idea', 'webstorm'];

/** These need a terminal: started without one, they end at once or nobody sees them. */
const terminalEditors = new Set([
  'vi',
  'vim',
  'nvim',
  'nano',
  'pico',
  'ed',
  'micro',
  'hx',
  'emacs',
]);

export interface EditorRequest {
  /** Command that the person has set; empty: the one that is found. */
  readonly command: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Opens a folder in the person's editor: what they have set, else $VISUAL where that has a window, else the first usual
 * one that is found. Answers its name; refused, with what was looked for, where there is none.
 */
export async function openInEditor(request: EditorRequest): Promise<Result<string, Failure>> {
  const { environment, folder } = request;
  const [name = '', ...words] = wordsOf(request.command);
  if (name !== '') return start(request, [name], words);
  const [visual = '', ...visualWords] = wordsOf(environment['VISUAL'] ?? '');
  const hasWindow = visual !== '' && !terminalEditors.has(basename(visual));
  if (hasWindow) {
    const { found } = await findProgram(visual, environment, folder);
    if (found) return start(request, [visual], visualWords);
  }
  const opened = await start(request, usualEditors, []);
  if (opened.ok || visual === '' || hasWindow) return opened;
  const message = `${opened.error.message} $VISUAL is ${visual}, which needs a terminal.`;
  return err({ ...opened.error, message });
}

async function start(
  { folder, environment }: EditorRequest,
  names: readonly string[],
  words: readonly string[],
): Promise<Result<string, Failure>> {
  for (const name of names) {
    const search = await findProgram(name, environment, folder);
    if (!search.found) continue;
    const { program } = search;
    const args = [...words, folder];
    const problem = await startDetached({ program, arguments: args, cwd: folder, environment });
    if (problem === null) return ok(basename(program));
    return err(notOpened(`${program} could not be started: ${problem}.`, folder));
  }
  return err(
    notOpened(
      `No editor was found: ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} in no folder of PATH.`,
      folder,
    ),
  );
}

function notOpened(message: string, folder: string): Failure {
  return failure(
    'editor-missing',
    message,
    `Name yours in Settings, on this machine, or open the folder yourself: ${folder}`,
  );
}

function wordsOf(command: string): readonly string[] {
  return command.split(/\s+/).filter((word) => word !== '');
}
