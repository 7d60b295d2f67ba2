import { examineCheats } from '#main/engine/cheats/examine-cheats.ts';
import { failure } from '#shared/lib/failure.ts';
import { describeCheats } from './cheats-texts.ts';
import type { CommandContext } from './command-context.ts';
import { exitCodes } from './terminal-output.ts';
import type { ExitCode, Printer } from './terminal-output.ts';

/** What the command line says of how the catalogue is played. */
export interface CheatWords {
  readonly twins?: boolean;
  readonly minutes: string;
  readonly parallel: string;
}

/** `doctor --cheats`. Ctrl-C ends it early; the copy is deleted all the same. */
export async function playCheats(
  { cwd, surroundings }: CommandContext,
  printer: Printer,
  words: CheatWords,
): Promise<ExitCode> {
  const minutes = Number(words.minutes);
  const parallel = Number(words.parallel);
  if (!(minutes > 0) || !Number.isInteger(parallel) || parallel < 1 || parallel > 64) {
    const message = '--minutes is a number above 0, --parallel a whole number from 1 to 64.';
    return printer.fail([failure('usage', message, 'Correct the number.')]);
  }
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const live = printer.live();
  const options = { withTwins: words.twins === true, minutes, parallel, stop: stopped.signal };
  try {
    const examined = await examineCheats(cwd, surroundings, options, (done, all) => {
      const line = `Playing on a copy: ${done} of ${all}`;
      if (live !== null) live.draw([line]);
      else if (done % 10 === 0) printer.note(line);
    });
    live?.end();
    if (!examined.ok) return printer.fail([examined.error]);
    const report = examined.value;
    printer.result(report, describeCheats);
    const isSound =
      report.doubt === null &&
      report.halted === null &&
      !report.wasCut &&
      report.results.every(isFine);
    return isSound ? exitCodes.done : exitCodes.incomplete;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function isFine({
  holds,
  twin,
}: {
  readonly holds: boolean;
  readonly twin: { readonly isClosed: boolean } | null;
}): boolean {
  return holds && twin?.isClosed !== false;
}
