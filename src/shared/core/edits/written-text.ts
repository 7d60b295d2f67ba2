import { sameValue } from './three-way.ts';

/** Those of `fields` that were changed; all that are not empty, when the document is new. */
export function writtenFields<Document extends object>(
  fields: readonly (keyof Document & string)[],
  assumed: Document | null,
  desired: Document,
): readonly (keyof Document & string)[] {
  if (assumed !== null) return fields.filter((one) => !sameValue(assumed[one], desired[one]));
  return fields.filter((one) => {
    const value = desired[one];
    return Array.isArray(value) ? value.length > 0 : value !== '' && value !== null;
  });
}

/** What a person wrote into `fields` of a document, as text to be read and copied from. */
export function writtenText<Document extends object>(
  document: Document,
  fields: readonly (keyof Document & string)[],
): string {
  return fields.map((field) => `${field}:\n${textOf(document[field])}`).join('\n\n');
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.map((one: unknown) => `- ${textOfEntry(one)}`).join('\n');
}

function textOfEntry(entry: unknown): string {
  const isCriterion = typeof entry === 'object' && entry !== null && 'text' in entry;
  return isCriterion ? String(entry.text) : textOf(entry);
}
