import { describe, expect, it } from 'vitest';
import { readableError } from './readable-error.ts';

describe('readableError', () => {
  it('is what the provider said, out of the JSON around it', () => {
    const inner = JSON.stringify({ error: { code: 400, message: 'API key not valid.' } });
    expect(readableError(`[API Error: ${inner}]`)).toBe('API Error: API key not valid.');
    const outer = JSON.stringify({ error: { message: inner, code: 400 } });
    expect(readableError(outer)).toBe('API key not valid.');
  });

  it('leaves every other text as it is', () => {
    for (const text of ['', 'exit code 1', 'a {b} c', '{"x":1}', '{"message":""}', '} {']) {
      expect(readableError(text)).toBe(text);
    }
  });
});
