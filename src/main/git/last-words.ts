/** The last lines say most, and a notice is short. */
const keptLines = 8;
const keptCharacters = 600;

/** What git and the programs that it ran said, without what is said in every such case. */
export function lastWords(words: string): string {
  const lines = words
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('hint:'));
  const specific = lines.filter((line) => !isGeneral.test(line));
  const kept = (specific.length > 0 ? specific : lines).slice(-keptLines).join('\n');
  return kept === '' ? 'no reason was given' : kept.slice(-keptCharacters);
}

const isGeneral = /^error: failed to push some refs|^fatal: failed to write commit object$/;
