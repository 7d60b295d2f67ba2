/** Words of the shell itself that stand before a program, and let another one follow. */
const leading: ReadonlySet<string> = new Set([
  '!',
  '{',
  '(',
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  'time',
  'exec',
  'command',
  'nohup',
]);

/** What the shell does by itself, and what ends or describes a construct of it. */
const builtIn: ReadonlySet<string> = new Set(
  [
    '. : [ alias break cd continue echo eval exit export false getopts hash printf pwd read readonly return set shift',
    'test times trap true type ulimit umask unalias unset wait local fi done esac for case in } ) function source kill',
    'jobs',
  ].flatMap((names) => names.split(' ')),
);

interface Word {
  readonly text: string;
  /** Whether the shell makes something else of it first, so that its text says little. */
  readonly isExpanded: boolean;
}

type Token = Word | 'end';

/**
 * The programs that a shell command names by a plain word: what must be there for it to begin. Words that the
 * shell first makes something else of are left out, and so is what stands behind a program as its argument.
 */
export function programsOf(command: string): readonly string[] {
  const programs: string[] = [];
  let isFirst = true;
  for (const token of tokensOf(command)) {
    if (token === 'end') {
      isFirst = true;
      continue;
    }
    if (!isFirst) continue;
    if (!token.isExpanded && leading.has(token.text)) continue;
    if (/^[A-Za-z_]\w*=/.test(token.text)) continue;
    isFirst = false;
    if (token.isExpanded || token.text === '' || builtIn.has(token.text)) continue;
    programs.push(token.text);
  }
  return [...new Set(programs)];
}

/** The words of the first simple command, as far as they are plain. */
export function firstWords(command: string): readonly string[] {
  const words: string[] = [];
  for (const token of tokensOf(command)) {
    if (token === 'end') {
      if (words.length > 0) break;
      continue;
    }
    const isBefore = words.length === 0 && /^[A-Za-z_]\w*=/.test(token.text);
    if (!isBefore) words.push(token.text);
  }
  return words;
}

function* tokensOf(command: string): Generator<Token> {
  // Comments, redirections, separators, then words with their quotes; a construct that this does not know is skipped.
  const pattern =
    /(?<comment>(?<=^|\s)#[^\n]*)|(?<redirection>\d*(?:<<?-?|>>?|<>|>\||&>>?)&?\s*(?:\d+\b|-|[^\s;&|<>()]+)?)|(?<end>\|\|?|&&?|;;?|\n|[()])|(?<word>(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[^\s;&|<>()'"\\])+)/g;
  for (const { groups = {} } of command.matchAll(pattern)) {
    if (groups['end'] !== undefined) yield 'end';
    else if (groups['word'] !== undefined) yield wordOf(groups['word']);
  }
}

function wordOf(raw: string): Word {
  const isExpanded = /[$`*?[\]~]/.test(raw.replaceAll(/'[^']*'|\\[\s\S]/g, '')) && raw !== '[';
  const text = raw.replaceAll(
    /'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])/g,
    (_whole, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
  );
  return { text, isExpanded };
}

/** The script of `package.json` that a command of a package manager runs: `npm test` → test; null for all else. */
export function packageScript(command: string): string | null {
  const [manager = '', ...words] = firstWords(command);
  if (!['npm', 'pnpm', 'yarn', 'bun'].includes(manager)) return null;
  const [verb, name] = words.filter((word) => !word.startsWith('-'));
  if (verb === undefined) return null;
  if (verb === 'run' || verb === 'run-script') return name ?? null;
  if (verb === 't' || verb === 'tst') return 'test';
  const own = ['test', 'start', 'stop', 'restart'];
  if (manager === 'npm' || manager === 'bun') return own.includes(verb) ? verb : null;
  return /^(?:install|add|exec|dlx|ci|x)$/.test(verb) ? null : verb;
}
