import { programsOf } from './programs-of.ts';

/** Programs that look at files or texts, and never run a test; what the shell does by itself is none either. */
const looking: ReadonlySet<string> = new Set(
  [
    '[[ basename cat cmp comm cut date diff dirname du egrep fgrep file grep head jq ls mkdir printenv readlink',
    'realpath rg rm sleep sort stat tail touch tr uniq wc which xmllint',
  ].flatMap((names) => names.split(' ')),
);

/** Whether a command may start something that runs tests and says which: all but plain looks at files may. */
export function mayNameTests(command: string): boolean {
  // What the shell makes of a word may be any program.
  if (/[$`]/.test(command)) return true;
  const programs = programsOf(command);
  return (
    programs.some((name) => !looking.has(name)) ||
    /\b(?:eval|source)\b|(?:^|[\s;&|(])\.\s/.test(command)
  );
}
