/** How the tests of a repository are run, as far as the catalogue has tests for it; `shell` is every other one. */
export const repositoryKinds = ['node', 'vitest', 'jest', 'pytest', 'shell'] as const;
export type RepositoryKind = (typeof repositoryKinds)[number];

/** What a repository says of itself. */
export interface KindClues {
  /** The commands that check it. */
  readonly commands: readonly string[];
  /** Scripts of its package manifest, by name. */
  readonly scripts: Readonly<Record<string, string>>;
}

const words: readonly (readonly [RepositoryKind, RegExp])[] = [
  ['vitest', /\bvitest\b/],
  ['jest', /\bjest\b/],
  ['pytest', /\b(?:pytest|py\.test)\b/],
  ['node', /\bnode\b[^&|;]*--test\b/],
];

const scriptCalls = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+|run-script\s+)?(?:--?\S+\s+)*([\w:.-]+)/g;
const mostHops = 5;

/** The kind of a repository, from what its checks run: scripts of the manifest are followed. */
export function repositoryKind({ commands, scripts }: KindClues): RepositoryKind {
  let texts: readonly string[] = commands;
  for (let hop = 0; hop <= mostHops; hop += 1) {
    for (const [kind, pattern] of words) {
      if (texts.some((text) => pattern.test(text))) return kind;
    }
    texts = texts.flatMap((text) => scriptsCalled(text, scripts));
  }
  return 'shell';
}

function scriptsCalled(text: string, scripts: KindClues['scripts']): readonly string[] {
  return [...text.matchAll(scriptCalls)].flatMap(([, name = '']) => {
    const called = name === 't' ? 'test' : name;
    const script = Object.hasOwn(scripts, called) ? scripts[called] : undefined;
    return script === undefined ? [] : [script];
  });
}
