import { generalSignals, interpretOutput } from './interpret.ts';
import type { OutputFormat } from './output-input.ts';
import { terminalLines } from './terminal-text.ts';

/**
 * The last thing that an agent has to say in the end of its output: of a tool that prints JSON the
 * last line of its words, else the last line that is not empty. Plain text; null when there is none.
 */
export function lastLine(format: OutputFormat, tail: string): string | null {
  const said =
    format === 'plain'
      ? null
      : interpretOutput({
          format,
          text: tail,
          // What is asked for depends neither on the time nor on an end.
          now: 0,
          timeZone: 'UTC',
          failed: false,
          exitCode: null,
          signals: generalSignals,
        }).finalText;
  const lines = said ? said.split('\n') : terminalLines(tail);
  const line = lines.findLast((one) => one.trim() !== '' && !isEvent(one, format));
  return line?.trim() ?? null;
}

/** A line for programs, or the rest of one that the tail begins with. */
function isEvent(line: string, format: OutputFormat): boolean {
  return format !== 'plain' && /^\s*\{|\}\s*$/.test(line);
}
