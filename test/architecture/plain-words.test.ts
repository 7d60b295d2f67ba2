import { describe, expect, it } from 'vitest';
import { Visitor } from 'vite';
import { parse, productFiles } from './source-files.ts';
import { wordsLeft } from './words-left.ts';

/** Words of a dialect, for which the field has others (docs/glossary.md, "Words of the code"). */
const dialect =
  /^(?:tell|tells|told|telling|wish|wishes|wished|wishing|held|holding|anew|offer|offers|offered|offering|deeds?)$/;
/** These are usual in a sentence, and say nothing as a name. */
const dialectInNames = /^(?:hold|given)$/;
const phrases = /\bwhat (?:is|was) given\b|\bholds? (?:\w+ ){0,2}(?:up|back|together)\b/gi;

/** `#toldWords` → told, words. */
function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase());
}

/** Folder whose count is kept: two levels below `src`, three in features and core. */
function roomOf(file: string): string {
  const folders = file.split('/').slice(0, -1);
  const isDeep = /^src\/(?:renderer\/features|shared\/core)\//.test(file);
  return folders.slice(0, isDeep ? 4 : 3).join('/');
}

/** How often a text's comments and names use a word of the dialect. */
function countIn(file: string): number {
  const { comments, program } = parse(file);
  let count = 0;
  for (const { value } of comments) {
    const words = value.match(/[A-Za-z]+/g) ?? [];
    count += words.filter((word) => dialect.test(word.toLowerCase())).length;
    count += value.match(phrases)?.length ?? 0;
  }
  const look = ({ name }: { readonly name: string }): void => {
    const words = wordsOf(name);
    count += words.filter((word) => dialect.test(word) || dialectInNames.test(word)).length;
  };
  new Visitor({ Identifier: look, PrivateIdentifier: look, JSXIdentifier: look }).visit(program);
  return count;
}

describe('comments and names', () => {
  it('use no more words of the dialect than are left in their room', () => {
    const counts: Record<string, number> = {};
    for (const file of productFiles) {
      const room = roomOf(file);
      counts[room] = (counts[room] ?? 0) + countIn(file);
    }
    const risen = Object.entries(counts).filter(([room, count]) => count > (wordsLeft[room] ?? 0));
    // Say it in the words of docs/glossary.md; never raise a number of words-left.ts.
    expect(risen).toEqual([]);
    expect(Object.keys(wordsLeft).filter((room) => !(room in counts))).toEqual([]);
    const fallen = Object.entries(wordsLeft).filter(([room, left]) => (counts[room] ?? 0) < left);
    if (fallen.length > 0) console.log('words-left.ts can be lowered:', fallen, counts);
  });

  it('are split into words, so that a word inside another one is none', () => {
    expect(wordsOf('#toldWords')).toEqual(['told', 'words']);
    expect(wordsOf('placeholder')).toEqual(['placeholder']);
    expect(wordsOf('URLHolder')).toEqual(['url', 'holder']);
  });
});
