/** The last lines tell most, and a notice is short. */
const toldLines = 8;
const toldCharacters = 600;

/** What git and the programs that it ran said, without what is said in every such case. */
export function toldWords(words: string): string {
  const lines = words
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('hint:'));
  const telling = lines.filter((line) => !isGeneral.test(line));
  const told = (telling.length > 0 ? telling : lines).slice(-toldLines).join('\n');
  return told === '' ? 'no reason was given' : told.slice(-toldCharacters);
}

const isGeneral = /^error: failed to push some refs|^fatal: failed to write commit object$/;
