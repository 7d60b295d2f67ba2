/** The text of the inbox entry of an agent that waits for an answer. */
export function waitingText(taskId: string, question: string): string {
  return `Task ${taskId}${between}${question}.`;
}

/** The question in a text of {@link waitingText}; null when there is none in it. */
export function questionIn(text: string): string | null {
  const at = text.indexOf(between);
  if (at === -1 || !text.endsWith('.')) return null;
  return text.slice(at + between.length, -1);
}

const between = ': its agent waits for an answer: ';

/** An answer that can be chosen: what the button says, and what is typed. */
export interface AnswerChoice {
  readonly label: string;
  readonly answer: string;
}

/** More choices than this are a list to be read, not buttons. */
const mostChoices = 6;

/**
 * The answers that a question names itself: yes and no for `(y/n)`, the words of `[a/b/c]`, numbers of `1) … 2) …`.
 * Empty where it asks for something to be written.
 */
export function answerChoices(question: string): readonly AnswerChoice[] {
  const yesNo = /[[(]\s*(y|yes)\s*[/|]\s*(n|no)\s*[\])]\W*$/i.exec(question);
  if (yesNo !== null) {
    const [, yes = 'y', no = 'n'] = yesNo;
    return [
      { label: 'Yes', answer: yes.toLowerCase() },
      { label: 'No', answer: no.toLowerCase() },
    ];
  }
  return namedWords(question) ?? numberedWords(question);
}

/** The words in the brackets at the end: `[a/b/c]`, `(red, green)`. */
function namedWords(question: string): readonly AnswerChoice[] | null {
  const found = /[[(]([^[\]()]{3,80})[\])]\W*$/.exec(question);
  const words = found?.[1]?.split(/\s*[/|,]\s*/).map((word) => word.trim()) ?? [];
  const isChoice =
    words.length > 1 &&
    words.length <= mostChoices &&
    words.every((word) => /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,19}$/u.test(word));
  return isChoice ? words.map((word) => ({ label: word, answer: word })) : null;
}

/** `1) keep it 2) replace it`: the numbers are what is typed. */
function numberedWords(question: string): readonly AnswerChoice[] {
  const found = [...question.matchAll(/(?:^|\s)(\d)[).]\s+(.+?)(?=\s+\d[).]\s|\s*[?:>]?\s*$)/g)];
  const isInOrder = found.every(([, number], at) => number === `${at + 1}`);
  if (found.length < 2 || found.length > mostChoices || !isInOrder) return [];
  return found.map(([, number = '', words = '']) => ({
    label: `${number} ${words.replace(/[,;?:]+$/, '')}`,
    answer: number,
  }));
}
