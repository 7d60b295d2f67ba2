import { describe, expect, it } from 'vitest';
import { textOf } from './source-files.ts';

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The sentences of the five promises, without the one word that only points to a page. */
function sentencesOfReadme(): readonly string[] {
  const [, section = ''] = textOf('README.md').split('## The five promises');
  const promises = section.split('\n## ')[0]?.split('\n\n') ?? [];
  return promises
    .filter((paragraph) => /^\*\*\d\. /.test(paragraph))
    .flatMap(
      (paragraph) => plain(paragraph.replace(/^\*\*.*?\*\*/, '')).match(/.+?[.](?=\s|$)/g) ?? [],
    )
    .map(plain)
    .filter((sentence) => !sentence.startsWith('All of it:'));
}

interface Held {
  readonly sentence: string;
  readonly tests: readonly { readonly file: string; readonly name: string }[];
}

function sentencesOfPage(): readonly Held[] {
  const [, ...sections] = textOf('docs/promises.md').split('\n## ');
  const blocks = sections.flatMap((section) => section.split('\n\n').slice(1));
  const held: { sentence: string; tests: { file: string; name: string }[] }[] = [];
  for (const block of blocks) {
    if (!block.startsWith('- ')) {
      held.push({ sentence: plain(block).replace('](guard.md)', '](docs/guard.md)'), tests: [] });
      continue;
    }
    const tests = block.split(/^- /m).flatMap((item) => {
      const [, file, name] = /^`([^`]+)`: (.+)$/.exec(plain(item)) ?? [];
      return file === undefined || name === undefined ? [] : [{ file, name }];
    });
    held.at(-1)?.tests.push(...tests);
  }
  return held;
}

describe('the promises of the README', () => {
  const page = sentencesOfPage();

  it('are each on the page that names the tests, word for word, and in their order', () => {
    expect(page.map(({ sentence }) => sentence)).toEqual(sentencesOfReadme());
  });

  it.each(page)('have tests that are there: $sentence', ({ tests }) => {
    expect(tests).not.toEqual([]);
    for (const { file, name } of tests) {
      expect(plain(textOf(file).replaceAll("\\'", "'")), file).toContain(name);
    }
  });
});
