/**
 * What went wrong, without how often it was tried, which is shown elsewhere. Only sentences of the app itself
 * are made shorter: what an agent or a person wrote stays as it is.
 */
export function usefulEnd(reason: string): string {
  return reason
    .replace(/^(?:Stuck after \d+ attempts?:|No progress: [^.]*\.) (?=\S)/, '')
    .replace(/^The agent ended with exit code (\d+) and no report: /, 'Exit code $1, no report: ')
    .replace(
      /^(Verification failed: )"(.*)" (ended with exit code (\d+)|did not end|could not be run)/s,
      (_, start: string, command: string, verdict: string, code: string | undefined) =>
        `${start}"${middleCut(command)}" ${code === undefined ? verdict : `(exit ${code})`}`,
    );
}

/** A command in one line, without its middle where it is long: it ends with the file that it is about. */
function middleCut(command: string): string {
  const [start, end] = [10, 14];
  const line = command.trim().replaceAll(/\s+/g, ' ');
  // By code points, so that none of two code units is cut in half.
  const characters = Array.from(line);
  if (characters.length <= start + end + 1) return line;
  return `${characters.slice(0, start).join('')}…${characters.slice(-end).join('')}`;
}

/** `lab.9 is blocked: the attempt changed no file`: a blocked task as a title, in one line. */
export function blockedTitle(taskId: string, reason: string | null): string {
  const [line = ''] = usefulEnd((reason ?? '').trim()).split('\n');
  const words = line.trim().replace(/\.$/, '');
  return words === '' ? `${taskId} is blocked` : `${taskId} is blocked: ${inSentence(words)}`;
}

/** A sentence of the app goes on in small letters after a colon; what somebody else wrote keeps its first letter. */
function inSentence(words: string): string {
  const isOwn = /^(?:The|Its|Verification|Exit|Merge|Conflict|No|It|Nothing) ?\b/.test(words);
  return isOwn ? `${words.charAt(0).toLowerCase()}${words.slice(1)}` : words;
}
