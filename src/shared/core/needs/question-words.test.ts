import { describe, expect, it } from 'vitest';
import { answerChoices, questionIn, waitingText } from './question-words.ts';

describe('waitingText', () => {
  it('has the question in it, as it was asked', () => {
    expect(questionIn(waitingText('e.1', 'Overwrite the file? (y/n)'))).toBe(
      'Overwrite the file? (y/n)',
    );
    expect(questionIn('Task e.1: its agent has been silent for 15 minute(s).')).toBeNull();
  });
});

describe('answerChoices', () => {
  it.each([
    ['Overwrite the file? (y/n)', ['y', 'n']],
    ['Continue [Y/n]?', ['y', 'n']],
    ['Proceed (yes/no):', ['yes', 'no']],
    ['Which one? [keep/replace/skip]', ['keep', 'replace', 'skip']],
    ['Which? 1) keep it 2) replace it', ['1', '2']],
    ['What is the name of the table?', []],
    ['Password:', []],
    ['Is it in the folder (see the notes for more)?', []],
  ])('%s', (question, answers) => {
    expect(answerChoices(question).map(({ answer }) => answer)).toEqual(answers);
  });
});
