import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '#shared/core/mask-secrets.ts';
import { assemblePrompt } from './template.ts';

const variables = { name: 'Ada', empty: '', 'task.id': 'auth-1.2', blank: ' \n' };

function assemble(text: string, given: Readonly<Record<string, string>> = variables): string {
  const result = assemblePrompt({ file: 'developer.md', text }, given, maskSecrets);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function problemOf(text: string) {
  const result = assemblePrompt({ file: 'developer.md', text }, variables, maskSecrets);
  if (result.ok) throw new Error('expected a failure');
  return result.error;
}

describe('assemblePrompt', () => {
  it('puts in variables, dotted names too, blanks inside the braces or not', () => {
    expect(assemble('{{name}} does {{ task.id }}.')).toBe('Ada does auth-1.2.');
  });

  it('keeps a section whose variable has text and drops one whose variable is blank', () => {
    expect(
      assemble('a{{#name}}[{{name}}]{{/name}}b{{#empty}}no{{/empty}}c{{#blank}}no{{/blank}}'),
    ).toBe('a[Ada]bc');
  });

  it('takes away the line of a section tag that stands alone on it', () => {
    expect(assemble('1\n{{#name}}\n2\n{{/name}}\n{{#empty}}\n3\n{{/empty}}\n4')).toBe('1\n2\n4');
    expect(assemble('1\r\n  {{#name}}\r\n2\r\n{{/name}}')).toBe('1\r\n2\r\n');
  });

  it('nests sections', () => {
    expect(assemble('{{#name}}a{{#empty}}b{{name}}{{/empty}}c{{/name}}')).toBe('ac');
  });

  it('writes a literal {{ for \\{{', () => {
    expect(assemble('use \\{{name}} here')).toBe('use {{name}} here');
  });

  it('never expands what a variable brings in', () => {
    expect(assemble('<{{name}}>', { name: '{{name}} {{#x}} $& $1' })).toBe(
      '<{{name}} {{#x}} $& $1>',
    );
  });

  it('gives back any text without tags unchanged, and any inserted text as it is', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('{{'));
    fc.assert(
      fc.property(text, fc.string({ unit: 'binary' }), (plain, inserted) => {
        expect(assemble(plain)).toBe(plain);
        expect(assemble('[{{name}}]', { name: inserted })).toBe(`[${inserted}]`);
      }),
    );
  });

  it('names an unknown variable with its place and the known ones', () => {
    const problem = problemOf('first\n  Dear {{nam}},\nlast');
    expect(problem.message).toBe('There is no variable "nam".');
    expect(problem.action).toContain('blank, empty, name, task.id');
    expect(problem.place).toEqual({
      file: 'developer.md',
      line: 2,
      column: 8,
      text: '  Dear {{nam}},',
    });
  });

  it('finds an unknown variable in a section that is left out, and inherited names', () => {
    expect(problemOf('{{#empty}}{{nope}}{{/empty}}').message).toContain('"nope"');
    expect(problemOf('{{constructor}}').message).toContain('"constructor"');
  });

  it.each([
    ['{{', 1],
    ['a {{name', 3],
    ['{{ }}', 1],
    ['{{>partial}}', 1],
    ['{{name | upper}}', 1],
    ['{{{name}}}', 1],
    ['{{/name}}', 1],
    ['{{#name}}{{#empty}}{{/name}}', 20],
    ['ab{{#name}}', 3],
  ])('refuses %j with its column', (text, column) => {
    expect(problemOf(text)).toMatchObject({
      code: 'prompt-template-invalid',
      place: { line: 1, column },
    });
  });
});
