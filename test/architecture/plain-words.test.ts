import { describe, expect, it } from 'vitest';
import { Visitor } from 'vite';
import { codeFiles, parse } from './source-files.ts';

/** Words of a dialect, for which the field has others (docs/glossary.md, "Words of the code"). */
const dialect =
  /^(?:tell|tells|told|telling|wish|wishes|wished|wishing|held|holding|anew|offer|offers|offered|offering|deeds?|heed|heeds|heeded|heeding)$/;
/** These are usual in a sentence, and say nothing as a name. */
const dialectInNames = /^(?:hold|given)$/;
const phrases = /\bwhat (?:is|was) given\b|\bholds? (?:\w+ ){0,2}(?:up|back|together)\b/gi;

/** `#toldWords` → told, words. */
function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase());
}

/** All code but tests: in a test a value may be what is given, and a listener what was told. */
const judged = codeFiles.filter((file) => !/^test\/|\.test\.tsx?$/.test(file));
/** A name in backquotes is quoted: it is judged where it is declared. */
const quoted = /`[^`]*`/g;

/** The words of the dialect in a file's comments and names, each with what it stands in. */
function dialectIn(file: string): readonly string[] {
  const { comments, program } = parse(file);
  const found: string[] = [];
  for (const { value } of comments) {
    const text = value.replaceAll(quoted, ' ');
    const words = text.match(/[A-Za-z]+/g) ?? [];
    for (const word of words) {
      if (dialect.test(word.toLowerCase())) found.push(`${file}: ${word} in a comment`);
    }
    for (const [phrase] of text.matchAll(phrases)) found.push(`${file}: ${phrase} in a comment`);
  }
  const look = ({ name }: { readonly name: string }): void => {
    const isOne = (word: string): boolean => dialect.test(word) || dialectInNames.test(word);
    if (wordsOf(name).some(isOne)) found.push(`${file}: ${name}`);
  };
  new Visitor({ Identifier: look, PrivateIdentifier: look, JSXIdentifier: look }).visit(program);
  return found;
}

describe('comments and names', () => {
  it('use the words of the field', () => {
    // docs/glossary.md, "Words of the code", has the word to write.
    expect(judged.flatMap(dialectIn)).toEqual([]);
  });

  it('are split into words, so that a word inside another one is none', () => {
    expect(wordsOf('#toldWords')).toEqual(['told', 'words']);
    expect(wordsOf('placeholder')).toEqual(['placeholder']);
    expect(wordsOf('URLHolder')).toEqual(['url', 'holder']);
  });
});
