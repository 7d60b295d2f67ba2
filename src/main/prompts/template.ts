import { err, ok } from '#shared/lib/result.ts';
import type { Mask } from '#shared/core/secret-keeper.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';

/** A prompt template and the file it comes from, for messages. */
export interface PromptTemplate {
  readonly file: string;
  readonly text: string;
}

/** An open `{{#name}}` and where it stands in the template. */
interface OpenSection {
  readonly name: string;
  readonly offset: number;
}

/** `\{{` (a literal), `{{…}}` (a tag), or `{{` that is never closed on its line. */
const tagPattern = /\\\{\{|\{\{([^{}\n]*)\}\}|\{\{/g;
const tagContent = /^([#/]?)\s*([A-Za-z][\w.]*)\s*$/;

/**
 * Fills a template: `{{name}}` becomes the variable's text, `{{#name}}…{{/name}}` stays only when
 * that text is not blank, `\{{` is a literal `{{`. A section tag alone on its line takes the line with
 * it. Inserted text is data: what looks like a tag in it stays as it is, and secrets in it are masked. An unknown variable, also in
 * a section that is left out, or a broken tag is a failure with file, line and column.
 */
export function assemblePrompt(
  template: PromptTemplate,
  given: Readonly<Record<string, string>>,
  mask: Mask,
): Result<string, Failure> {
  const { text } = template;
  // Each by itself, so that nothing that one of them leaves open reaches into what stands around it.
  const masked = Object.entries(given).map(([name, told]) => [name, mask(told)] as const);
  const variables: Readonly<Record<string, string>> = Object.fromEntries(masked);
  const sections: OpenSection[] = [];
  let output = '';
  let cursor = 0;

  const isShown = (): boolean => sections.every(({ name }) => variables[name]?.trim() !== '');
  const emit = (piece: string): void => {
    if (isShown()) output += piece;
  };

  for (const match of text.matchAll(tagPattern)) {
    const { index } = match;
    const [tag, content] = match;
    if (tag.startsWith('\\')) {
      emit(`${text.slice(cursor, index)}{{`);
      cursor = index + tag.length;
      continue;
    }
    const [, kind, name] = tagContent.exec(content ?? '') ?? [];
    if (name === undefined) return err(brokenTag(template, index));
    if (!Object.hasOwn(variables, name))
      return err(unknownVariable(template, index, name, variables));

    const line = kind === '' ? null : ownLine(text, index, index + tag.length);
    emit(text.slice(cursor, Math.max(cursor, line?.start ?? index)));
    cursor = line?.end ?? index + tag.length;
    if (kind === '') {
      emit(variables[name] ?? '');
    } else if (kind === '#') {
      sections.push({ name, offset: index });
    } else if (sections.pop()?.name !== name) {
      return err(unmatchedClose(template, index, name));
    }
  }
  emit(text.slice(cursor));

  const unclosed = sections.at(-1);
  return unclosed === undefined ? ok(output) : err(unclosedSection(template, unclosed));
}

/** The line that a tag stands alone on, with its line break; null when there is more on it. */
function ownLine(text: string, start: number, end: number): { start: number; end: number } | null {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', end);
  const lineEnd = lineBreak === -1 ? text.length : lineBreak + 1;
  const isAlone = `${text.slice(lineStart, start)}${text.slice(end, lineEnd)}`.trim() === '';
  return isAlone ? { start: lineStart, end: lineEnd } : null;
}

function failureAt(
  { file, text }: PromptTemplate,
  offset: number,
  message: string,
  action: string,
): Failure {
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  return failure('prompt-template-invalid', message, action, {
    file,
    line,
    column: (before.at(-1) ?? '').length + 1,
    text: (text.split('\n')[line - 1] ?? '').trimEnd(),
  });
}

function brokenTag(template: PromptTemplate, offset: number): Failure {
  return failureAt(
    template,
    offset,
    'This is neither {{name}} nor {{#name}} nor {{/name}}.',
    'Correct the tag, or write \\{{ where the prompt shall contain {{ itself.',
  );
}

function unknownVariable(
  template: PromptTemplate,
  offset: number,
  name: string,
  variables: Readonly<Record<string, string>>,
): Failure {
  return failureAt(
    template,
    offset,
    `There is no variable "${name}".`,
    `Use one of: ${Object.keys(variables).sort().join(', ')}.`,
  );
}

function unmatchedClose(template: PromptTemplate, offset: number, name: string): Failure {
  return failureAt(
    template,
    offset,
    `{{/${name}}} closes a section that is not the last one opened.`,
    `Put {{#${name}}} before it, and close inner sections first.`,
  );
}

function unclosedSection(template: PromptTemplate, { name, offset }: OpenSection): Failure {
  return failureAt(
    template,
    offset,
    `The section {{#${name}}} is never closed.`,
    `Put {{/${name}}} where it ends.`,
  );
}
