import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '#shared/core/secrets/mask-secrets.ts';
import { assemblePrompt, partsNamedIn } from './template.ts';
import type { Prompt } from './template.ts';

const variables = { name: 'Ada', empty: '', 'task.id': 'auth-1.2', blank: ' \n' };

function promptOf(text: string, parts: Readonly<Record<string, string>>): Prompt {
  const read = Object.entries(parts).map(
    ([name, part]) => [name, { file: `parts/${name}.md`, text: part }] as const,
  );
  return { file: 'developer.md', text, parts: new Map(read) };
}

function assemble(
  text: string,
  given: Readonly<Record<string, string>> = variables,
  parts: Readonly<Record<string, string>> = {},
): string {
  const result = assemblePrompt(promptOf(text, parts), given, maskSecrets);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function problemOf(text: string, parts: Readonly<Record<string, string>> = {}) {
  const result = assemblePrompt(promptOf(text, parts), variables, maskSecrets);
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
    ['a{{> nowhere}}', 2],
    ['{{> ../secret}}', 1],
    ['{{> a.b}}', 1],
    ['{{>}}', 1],
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

describe('parts of a prompt', () => {
  it('stand where they are named, filled like the template, and take the line of their tag', () => {
    const parts = { greeting: 'Hello {{name}},\n{{#empty}}\nno\n{{/empty}}\n', end: 'Bye' };
    expect(assemble('{{> greeting}}\nwell.\n{{>end}}', variables, parts)).toBe(
      'Hello Ada,\nwell.\nBye',
    );
    expect(assemble('<{{> end}}|{{> end}}>', variables, parts)).toBe('<Bye|Bye>');
  });

  it('are left out with the section that they stand in', () => {
    const parts = { end: 'Bye' };
    expect(
      assemble('a{{#empty}}{{> end}}{{/empty}}{{#name}}{{> end}}{{/name}}', variables, parts),
    ).toBe('aBye');
  });

  it('bring text in as a template would, for any text', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('{{'));
    fc.assert(
      fc.property(text, (part) => {
        expect(assemble('[{{> x}}]', variables, { x: part })).toBe(`[${part}]`);
      }),
    );
  });

  it('are never named by what a variable brings in', () => {
    const given = { name: '{{> end}}' };
    expect(partsNamedIn('{{name}} \\{{> end}}')).toEqual(new Set());
    expect(assemble('{{name}}', given, { end: 'Bye' })).toBe('{{> end}}');
  });

  it('have their mistakes shown in their own file', () => {
    expect(problemOf('a\n{{> x}}', { x: 'one\n {{nope}}' }).place).toMatchObject({
      file: 'parts/x.md',
      line: 2,
      column: 2,
    });
    expect(problemOf('{{> x}}{{/name}}', { x: '{{#name}}' }).place).toMatchObject({
      file: 'parts/x.md',
    });
  });

  it('name no parts themselves, so that none goes round or grows without end', () => {
    expect(problemOf('{{> x}}', { x: '{{> x}}' })).toMatchObject({
      message: expect.stringContaining('not put together from parts'),
      place: { file: 'parts/x.md' },
    });
    expect(problemOf('{{> x}}'.repeat(101), { x: 'text' }).message).toContain('100 parts at most');
  });
});
