import { parseJsonObject, textField } from '#shared/core/agent-output/json-lines.ts';

/** What an agent said, without the line for the app that it may end with (SPEC section 5.3). */
export interface SaidWithReport {
  readonly words: string;
  /** What it reports, in a sentence; null where there is no such line. */
  readonly report: string | null;
}

const statuses: ReadonlyMap<string | null, string> = new Map([
  ['s', 'success'],
  ['p', 'partly done'],
  ['f', 'failed'],
  ['b', 'blocked'],
]);

/** Separates the report of an agent, which is a line of JSON at the very end, from its words. */
export function withoutReport(text: string): SaidWithReport {
  const lines = text.trimEnd().split('\n');
  const last = lines.at(-1)?.trim() ?? '';
  const report = last.startsWith('{') && last.endsWith('}') ? parseJsonObject(last) : null;
  const status = statuses.get(textField(report, 's'));
  if (status === undefined) return { words: text, report: null };
  const sentence = [textField(report, 'sum'), textField(report, 'x')].find(isSaid);
  const words = lines.slice(0, -1).join('\n').trimEnd();
  return { words, report: sentence === undefined ? status : `${status}: ${sentence}` };
}

function isSaid(sentence: string | null): sentence is string {
  return sentence !== null && sentence.trim() !== '';
}
