import { err, ok } from '#shared/lib/result.ts';
import type { Mask } from '#shared/core/secrets/secret-keeper.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';

/** A prompt template or a part of one, and the file it comes from, for messages. */
export interface PromptTemplate {
  readonly file: string;
  readonly text: string;
}

/** A template with the parts that it names, by their names. */
export interface Prompt extends PromptTemplate {
  readonly parts: ReadonlyMap<string, PromptTemplate>;
}

/** An open `{{#name}}` and where it stands in the template. */
interface OpenSection {
  readonly name: string;
  readonly offset: number;
}

/** A tag, or a literal `{{`, where it stands in its template. */
interface Tag {
  readonly kind: 'literal' | 'variable' | 'open' | 'close' | 'part' | 'broken';
  readonly name: string;
  readonly offset: number;
  /** What it takes up, with its line where it stands alone on one that it takes with it. */
  readonly start: number;
  readonly end: number;
}

/** `\{{` (a literal), `{{…}}` (a tag), or `{{` that is never closed on its line. */
const tagPattern = /\\\{\{|\{\{([^{}\n]*)\}\}|\{\{/g;
const tagContent = /^([#/]?)\s*([A-Za-z][\w.]*)\s*$/;
/** A part's name is the name of a file, and cannot lead anywhere. */
const partContent = /^>\s*([a-z][a-z0-9-]*)\s*$/;
/** Far more than a page of text is put together from. */
const mostParts = 100;

function* tagsOf(text: string): Generator<Tag> {
  for (const match of text.matchAll(tagPattern)) {
    const [tag, content] = match;
    const offset = match.index;
    const inline = { offset, start: offset, end: offset + tag.length };
    const [, mark, name = ''] = tagContent.exec(content ?? '') ?? [];
    const part = partContent.exec(content ?? '')?.[1];
    if (tag.startsWith('\\')) yield { kind: 'literal', name: '', ...inline };
    else if (part === undefined && mark === undefined)
      yield { kind: 'broken', name: '', ...inline };
    else if (mark === '') yield { kind: 'variable', name, ...inline };
    else {
      const kind = mark === undefined ? 'part' : mark === '#' ? 'open' : 'close';
      yield { kind, name: part ?? name, ...inline, ...ownLine(text, offset, offset + tag.length) };
    }
  }
}

/** Names of the parts that a template is put together from; a broken tag names none. */
export function partsNamedIn(text: string): ReadonlySet<string> {
  const parts = [...tagsOf(text)].filter(({ kind }) => kind === 'part');
  return new Set(parts.slice(0, mostParts).map(({ name }) => name));
}

/**
 * Fills a template: `{{name}}` becomes the variable's text, `{{#name}}…{{/name}}` stays only when
 * that text is not blank, `{{> name}}` is the part of that name, filled like the template, and `\{{` is a
 * literal `{{`. A section or part tag alone on its line takes the line with it. Inserted text is data: what looks
 * like a tag in it stays as it is, and secrets in it are masked. An unknown variable or part, also in a section that
 * is left out, or a broken tag is a failure with file, line and column.
 */
export function assemblePrompt(
  prompt: Prompt,
  values: Readonly<Record<string, string>>,
  mask: Mask,
): Result<string, Failure> {
  // Each by itself, so that nothing that one of them leaves open reaches into what stands around it.
  const masked = Object.entries(values).map(([name, value]) => [name, mask(value)] as const);
  const variables: Readonly<Record<string, string>> = Object.fromEntries(masked);
  const filled = new Map<string, Result<string, Failure>>();
  let used = 0;
  return fill(prompt, variables, (tag) => {
    const part = prompt.parts.get(tag.name);
    used += 1;
    if (used > mostParts) return err(tooManyParts(prompt, tag.offset));
    if (part === undefined) return err(unknownPart(prompt, tag));
    // A part is the same wherever it stands.
    const text =
      filled.get(tag.name) ?? fill(part, variables, (inner) => err(nestedPart(part, inner)));
    filled.set(tag.name, text);
    return text;
  });
}

function fill(
  template: PromptTemplate,
  variables: Readonly<Record<string, string>>,
  partFor: (tag: Tag) => Result<string, Failure>,
): Result<string, Failure> {
  const { text } = template;
  const sections: OpenSection[] = [];
  let output = '';
  let cursor = 0;
  const emit = (piece: string): void => {
    if (sections.every(({ name }) => variables[name]?.trim() !== '')) output += piece;
  };
  for (const tag of tagsOf(text)) {
    const { kind, name, offset, start, end } = tag;
    emit(text.slice(cursor, Math.max(cursor, start)));
    cursor = end;
    if (kind === 'literal') emit('{{');
    else if (kind === 'broken') return err(brokenTag(template, offset));
    else if (kind === 'part') {
      const part = partFor(tag);
      if (!part.ok) return part;
      emit(part.value);
    } else if (!Object.hasOwn(variables, name)) {
      return err(unknownVariable(template, offset, name, variables));
    } else if (kind === 'variable') emit(variables[name] ?? '');
    else if (kind === 'open') sections.push({ name, offset });
    else if (sections.pop()?.name !== name) return err(unmatchedClose(template, offset, name));
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
    'This is neither {{name}} nor {{#name}} nor {{/name}} nor {{> part}}.',
    'Correct the tag, or write \\{{ where the prompt shall contain {{ itself.',
  );
}

function unknownPart(prompt: Prompt, { name, offset }: Tag): Failure {
  return failureAt(
    prompt,
    offset,
    `There is no part "${name}".`,
    `Write it to .switchyard/prompts/parts/${name}.md, or put its text here.`,
  );
}

function nestedPart(part: PromptTemplate, { offset }: Tag): Failure {
  return failureAt(
    part,
    offset,
    'A part of a prompt is not put together from parts.',
    'Put the text of that part here, or name it in the template.',
  );
}

function tooManyParts(prompt: Prompt, offset: number): Failure {
  return failureAt(
    prompt,
    offset,
    `A template names ${String(mostParts)} parts at most.`,
    'Put some of their texts into the template.',
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
