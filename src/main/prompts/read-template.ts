import { readFile, realpath } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Role } from '#shared/model/attempt.ts';
import type { PromptTemplate } from './template.ts';

/** A template is a page of text; something longer is the wrong file. */
const sizeLimit = 256 * 1024;

/**
 * The template of a role: the workspace's own `.switchyard/prompts/<role>.md` where there is one, else
 * the one shipped in `<resourcesDirectory>/prompts`. A file that cannot be read, is not UTF-8 text, is
 * too long, or is a link out of the workspace is a failure; it never falls back in silence.
 */
export async function readTemplate(
  resourcesDirectory: string,
  workspaceRoot: string,
  role: Role,
): Promise<Result<PromptTemplate, Failure>> {
  const own = join(workspaceRoot, '.switchyard', 'prompts', `${role}.md`);
  const overriding = await readText(own, workspaceRoot);
  if (overriding !== null) return overriding;

  const shipped = join(resourcesDirectory, 'prompts', `${role}.md`);
  const found = await readText(shipped, resourcesDirectory);
  return (
    found ??
    err(
      failure(
        'prompt-template-missing',
        `There is no prompt template for the role "${role}".`,
        `Write one to ${own}.`,
        { file: shipped },
      ),
    )
  );
}

/** Reads a template inside `root`; null when there is no such file. */
async function readText(
  file: string,
  root: string,
): Promise<Result<PromptTemplate, Failure> | null> {
  try {
    const target = relative(await realpath(root), await realpath(file));
    if (target.startsWith('..') || isAbsolute(target)) {
      return err(unreadable(file, 'it is a link out of its folder'));
    }
    const bytes = await readFile(file);
    if (bytes.length > sizeLimit) return err(unreadable(file, 'it is longer than 256 KiB'));
    return ok({ file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) });
  } catch (error) {
    if (error instanceof TypeError) return err(unreadable(file, 'it is not UTF-8 text'));
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : err(unreadable(file, code));
  }
}

function unreadable(file: string, reason: string): Failure {
  return failure(
    'prompt-template-unreadable',
    `The prompt template cannot be read: ${reason}.`,
    'Make it a readable UTF-8 text file, or delete it to use the shipped one.',
    { file },
  );
}
