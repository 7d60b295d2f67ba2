import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerChoices, questionIn, waitingText } from './question-words.ts';

describe('waitingText', () => {
  it('has the question in it, as it was asked', () => {
    expect(questionIn(waitingText('e.1', 'Overwrite the file? (y/n)'))).toBe(
      'Overwrite the file? (y/n)',
    );
    expect(questionIn('Task e.1: its agent has been silent for 15 minute(s).')).toBeNull();
  });

  it('gives any question back, also one that reads like such a text itself', () => {
    expect(questionIn(waitingText('e.1', waitingText('e.2', 'Go on?')))).toBe(
      waitingText('e.2', 'Go on?'),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (question) => {
        expect(questionIn(waitingText('e.1', question))).toBe(question);
      }),
    );
  });

  it('has no question in it when its end is missing', () => {
    expect(questionIn(waitingText('e.1', 'Go on').slice(0, -1))).toBeNull();
  });
});

describe('answerChoices', () => {
  it.each([
    ['Overwrite the file? (y/n)', ['y', 'n']],
    ['Continue [Y/n]?', ['y', 'n']],
    ['Continue [y|N] ', ['y', 'n']],
    ['Proceed (yes/no):', ['yes', 'no']],
    ['Which one? [keep/replace/skip]', ['keep', 'replace', 'skip']],
    ['Which colour? (red, grün, 3rd-one)', ['red', 'grün', '3rd-one']],
    ['Go on? [yes/no/always]', ['yes', 'no', 'always']],
    ['Which? 1) keep it 2) replace it', ['1', '2']],
    ['Which?\n1. keep it\n2. replace it\n3. ask', ['1', '2', '3']],
    ['What is the name of the table?', []],
    ['Password:', []],
    ['', []],
    ['Is it in the folder (see the notes for more)?', []],
    ['Use [this] one?', []],
    ['Read (a/b) before you write something', []],
    ['Which? [a/b/c/d/e/f/g]', []],
    ['Which? 1) only this', []],
    ['Which? 2) this 1) that', []],
    ['Version 1.5 or 2.0?', []],
  ])('%j', (question, answers) => {
    expect(answerChoices(question).map(({ answer }) => answer)).toEqual(answers);
  });

  it('says on the buttons what the answers mean', () => {
    const labels = (question: string): readonly string[] =>
      answerChoices(question).map(({ label }) => label);
    expect(labels('Overwrite? (y/n)')).toEqual(['Yes', 'No']);
    expect(labels('Which? [keep/replace]')).toEqual(['keep', 'replace']);
    expect(labels('Which? 1) keep it, 2) replace it?')).toEqual(['1 keep it', '2 replace it']);
  });

  it('are the words that the question names, and never only one or more than fit in a row', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_-]{1,9}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 2, maxLength: 6 }),
        fc.constantFrom('/', '|', ', ', ' / '),
        (words, between) => {
          const answers = answerChoices(`Which one? [${words.join(between)}]`);
          expect(answers.map(({ answer }) => answer)).toEqual(words);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (question) => {
        const { length } = answerChoices(question);
        expect(length === 0 || (length >= 2 && length <= 6)).toBe(true);
      }),
    );
  });
});
