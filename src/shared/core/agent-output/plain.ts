import { terminalLines } from './terminal-text.ts';
import { emptyOutcome } from './tool-outcome.ts';
import type { ToolOutcome } from './tool-outcome.ts';

/** A tool without an output format: all that is known is its text, whatever that looks like. */
export function interpretPlain(raw: string): ToolOutcome {
  return { ...emptyOutcome, finalText: terminalLines(raw).join('\n').trim() };
}
