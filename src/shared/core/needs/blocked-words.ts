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

/** A long command without its middle: it ends with the file that it is about. */
function middleCut(command: string): string {
  const [start, end] = [10, 14];
  if (command.length <= start + end + 1) return command;
  return `${command.slice(0, start)}…${command.slice(-end)}`;
}

/** `lab.9 is blocked: the attempt changed no file`: a blocked task as a title, in one line. */
export function blockedTitle(taskId: string, reason: string | null): string {
  const [line = ''] = usefulEnd(reason ?? '').split('\n');
  const words = line.trim().replace(/\.$/, '');
  return words === '' ? `${taskId} is blocked` : `${taskId} is blocked: ${inSentence(words)}`;
}

/** A sentence of the app goes on in small letters after a colon; what somebody else wrote keeps its first letter. */
function inSentence(words: string): string {
  const isOwn = /^(?:The|Its|Verification|Exit|Merge|Conflict|No|It|Nothing) ?\b/.test(words);
  return isOwn ? `${words.charAt(0).toLowerCase()}${words.slice(1)}` : words;
}
