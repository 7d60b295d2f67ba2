import { resolve } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { foreignFailure, readNamedText } from '#main/system/foreign-file.ts';
import { readProblem } from '#main/system/read-problem.ts';
import type { CommandContext } from './command-context.ts';

/** No text of a task is longer than this, in bytes. */
const longestText = 1024 * 1024;

/**
 * A text that may be long: `-` stands for what comes from standard input, `@file` for a file of the current
 * folder, `@@…` for a text that begins with `@`. The line break at its end is none of the text.
 */
export async function longText(
  value: string,
  { cwd, input }: Pick<CommandContext, 'cwd' | 'input'>,
): Promise<Result<string, Failure>> {
  if (value.startsWith('@@')) return ok(value.slice(1));
  if (value !== '-' && !value.startsWith('@')) return ok(value);
  if (value !== '-') return fileText(resolve(cwd, value.slice(1)));
  const name = 'standard input';
  if (input === undefined) {
    const message = 'There is no standard input to read from.';
    return err(failure('text-unreadable', message, 'Give the text itself, or @file.'));
  }
  try {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of input) {
      const buffer = Buffer.from(piece);
      pieces.push(buffer);
      bytes += buffer.length;
      if (bytes > longestText) {
        return err(tooLong(name));
      }
    }
    return ok(
      Buffer.concat(pieces)
        .toString('utf8')
        .replace(/\r?\n$/, ''),
    );
  } catch (error) {
    return err(failure('text-unreadable', readProblem(error, name), 'Check the path.'));
  }
}

async function fileText(file: string): Promise<Result<string, Failure>> {
  const read = await readNamedText(file, longestText);
  if (!read.ok) {
    return err(read.error.kind === 'too-large' ? tooLong(file) : foreignFailure(file, read.error));
  }
  return read.value === null
    ? err(failure('text-unreadable', `There is no ${file}.`, 'Check the path.'))
    : ok(read.value.replace(/\r?\n$/, ''));
}

function tooLong(name: string): Failure {
  const message = `${name} has more than ${longestText / 1024} KiB.`;
  return failure('text-too-long', message, 'Name the file in a shorter text.');
}

/** The options whose texts may be long, each with its text. */
export async function withLongTexts<
  Options extends { description?: string; script?: string; notes?: string },
>(
  options: Options,
  context: Pick<CommandContext, 'cwd' | 'input'>,
): Promise<Result<Options, Failure>> {
  const texts: { description?: string; script?: string; notes?: string } = {};
  for (const name of ['description', 'script', 'notes'] as const) {
    const value = options[name];
    if (value === undefined) continue;
    const text = await longText(value, context);
    if (!text.ok) return text;
    texts[name] = text.value;
  }
  return ok({ ...options, ...texts });
}
