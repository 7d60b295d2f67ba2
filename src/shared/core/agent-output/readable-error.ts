import { objectField, parseJsonObject, textField } from './json-lines.ts';

/** Answers of providers are JSON in JSON at most so often. */
const deepest = 3;
const longestSearched = 16 * 1024;

/**
 * What a provider said, out of the JSON that a tool repeats it in: `[API Error: {"error":{"message":"Bad key"}}]`
 * becomes `API Error: Bad key`. Any other text stays as it is.
 */
export function readableError(text: string): string {
  let words = text;
  for (let depth = 0; depth < deepest; depth += 1) {
    const inner = messageIn(words);
    if (inner === null) return words;
    words = inner;
  }
  return words;
}

function messageIn(text: string): string | null {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start || end - start > longestSearched) return null;
  const object = parseJsonObject(text.slice(start, end + 1));
  const error = objectField(object, 'error') ?? object;
  const message = textField(error, 'message');
  if (message === null || message === '') return null;
  const before = text.slice(0, start).replace(/^\[/, '').trimEnd();
  return before === '' ? message : `${before} ${message}`;
}
