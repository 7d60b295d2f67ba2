import { renderToStaticMarkup } from 'react-dom/server';
import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { isCheapMarkdown } from './markdown-cost.ts';
import { Markdown } from './markdown.tsx';

const units = [
  ' ',
  '`',
  '[',
  '[a](',
  '*a',
  '_',
  '> ',
  '- ',
  '\n',
  '|a',
  '![',
  '&',
  '<',
  'http://a.b/',
  '~a',
  '[^a]',
  '1. ',
  '**a',
  '~~a',
  '[a]: b\n',
  '- a\n',
  '> a\n',
  '* * ',
  '\\',
  'a@b.c ',
  '| - |\n',
  '`` ',
];

describe('a hostile text', () => {
  it.each(units)(
    'of %j is shown in a moment, however long',
    (unit) => {
      for (const length of [8, 32, 256]) {
        const text = unit.repeat((length * 1024) / unit.length);
        const started = performance.now();
        expect(renderToStaticMarkup(createElement(Markdown, { text })).length).toBeGreaterThan(0);
        // Minutes without the limits.
        expect(performance.now() - started).toBeLessThan(10_000);
      }
    },
    120_000,
  );
});

describe('an ordinary text', () => {
  it('is read as Markdown, also a long one', () => {
    const notes =
      '## What\n\n- **one**: see `a.ts` and [the docs](https://example.org)\n\nWords - more.\n\n';
    expect(isCheapMarkdown(notes.repeat(90))).toBe(true);
  });

  it('that is too much for it is shown as it is', () => {
    const text = `**a** ${'~a'.repeat(20_000)}`;
    expect(isCheapMarkdown(text)).toBe(false);
    expect(renderToStaticMarkup(createElement(Markdown, { text }))).toContain('**a** ~a');
  });
});
