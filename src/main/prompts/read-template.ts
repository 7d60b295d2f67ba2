import { join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Role } from '#shared/model/attempt.ts';
import { readForeignText } from '#main/system/foreign-file.ts';
import { partsNamedIn } from './template.ts';
import type { Prompt, PromptTemplate } from './template.ts';

/** A template is a page of text; something longer is the wrong file. */
const sizeLimit = 256 * 1024;

/**
 * The template of a role and the parts it names: of each file the workspace's own in `.switchyard/prompts` where there
 * is one, else the one shipped in `<resourcesDirectory>/prompts`. A file that cannot be read, is not UTF-8 text, is
 * too long, or is a link out of the workspace is a failure; it never falls back in silence. A part that is nowhere is
 * left out: putting the prompt together says so, with the place that names it.
 */
export async function readPrompt(
  resourcesDirectory: string,
  workspaceRoot: string,
  role: Role,
): Promise<Result<Prompt, Failure>> {
  const read = async (file: string): Promise<Result<PromptTemplate, Failure> | null> =>
    (await readText(workspaceRoot, join('.switchyard', 'prompts', file))) ??
    (await readText(resourcesDirectory, join('prompts', file)));
  const template = await read(`${role}.md`);
  if (template === null) return err(missing(resourcesDirectory, workspaceRoot, role));
  if (!template.ok) return template;
  const parts = new Map<string, PromptTemplate>();
  for (const name of partsNamedIn(template.value.text)) {
    const part = await read(join('parts', `${name}.md`));
    if (part?.ok === false) return part;
    if (part !== null) parts.set(name, part.value);
  }
  return ok({ ...template.value, parts });
}

function missing(resourcesDirectory: string, workspaceRoot: string, role: Role): Failure {
  return failure(
    'prompt-template-missing',
    `There is no prompt template for the role "${role}".`,
    `Write one to ${join(workspaceRoot, '.switchyard', 'prompts', `${role}.md`)}.`,
    { file: join(resourcesDirectory, 'prompts', `${role}.md`) },
  );
}

/** Reads a template below `root`; null when there is no such file. */
async function readText(
  root: string,
  path: string,
): Promise<Result<PromptTemplate, Failure> | null> {
  const file = join(root, path);
  const read = await readForeignText(root, path, { maximumBytes: sizeLimit, links: 'inside' });
  if (!read.ok) return err(unreadable(file, read.error.reason));
  // A byte order mark is nothing that an agent should read.
  return read.value === null ? null : ok({ file, text: read.value.text.replace(/^\uFEFF/, '') });
}

function unreadable(file: string, reason: string): Failure {
  return failure(
    'prompt-template-unreadable',
    `The prompt template cannot be read: ${reason}.`,
    'Make it a readable UTF-8 text file, or delete it to use the shipped one.',
    { file },
  );
}
