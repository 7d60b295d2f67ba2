import { childEnvironment } from '#main/system/child-environment.ts';

/** Name and e-mail for commits where the user has not configured any. */
export interface FallbackIdentity {
  readonly name: string;
  readonly email: string;
}

/** What the environment of a git is made of. */
interface EnvironmentParts {
  readonly environment: NodeJS.ProcessEnv;
  readonly fallbackIdentity?: FallbackIdentity;
  /** Variables of git itself that win over all others, such as what keeps a git from starting programs. */
  readonly gitVariables?: Readonly<Record<string, string>>;
}

/** The environment of our own git: no prompts, plain English, nothing that names another repository. */
export function gitEnvironment(parts: EnvironmentParts): Record<string, string> {
  const inherited = Object.entries(childEnvironment(parts.environment, {}, { git: true })).filter(
    ([name]) => !/^(EDITOR|VISUAL|PAGER|PREFIX)$/i.test(name),
  );
  const identity = parts.fallbackIdentity;
  return {
    ...Object.fromEntries(inherited),
    ...(identity === undefined
      ? {}
      : {
          GIT_AUTHOR_NAME: identity.name,
          GIT_AUTHOR_EMAIL: identity.email,
          GIT_COMMITTER_NAME: identity.name,
          GIT_COMMITTER_EMAIL: identity.email,
        }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // ssh would ask on the terminal, where nobody may be: it gets a program that gives no answer.
    SSH_ASKPASS: 'false',
    SSH_ASKPASS_REQUIRE: 'force',
    ...parts.gitVariables,
  };
}

/**
 * The environment of a git that runs programs of the person, a hook or a signer: as when they run it
 * themselves, but that it may not ask on a terminal. Its own words stay English, which are read here; the
 * letters that its programs read and write are the person's.
 */
export function ownersEnvironment({
  environment,
  gitVariables = {},
}: EnvironmentParts): Record<string, string> {
  const {
    LC_ALL: _ours,
    GIT_OPTIONAL_LOCKS: _locks,
    ...inherited
  } = gitEnvironment({ environment, gitVariables });
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  const letters = [LC_ALL, LC_CTYPE, LANG].find((one) => one !== undefined && one !== '');
  return {
    ...inherited,
    ...(letters === undefined ? {} : { LC_CTYPE: letters, LANG: letters }),
    LC_MESSAGES: 'C',
    LANGUAGE: 'C',
    // A signer would draw its question over what this process shows there.
    GPG_TTY: '',
  };
}
