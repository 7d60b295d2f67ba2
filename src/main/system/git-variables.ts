/** What becomes of a variable of git that this program was started with. */
export interface GitVariable {
  /** Its name; with `*` at the end, all that begin so. */
  readonly name: string;
  /** For the git that this program runs itself. */
  readonly ours: 'kept' | 'dropped';
  /** For agents, checks and other programs that are started. */
  readonly children: 'kept' | 'dropped';
  readonly why: string;
}

type Use = GitVariable['ours'];

const rows = (
  why: string,
  [ours, children]: readonly [Use, Use],
  names: readonly string[],
): readonly GitVariable[] => names.map((name) => ({ name, ours, children, why }));

const forAll = ['kept', 'kept'] as const;
const forNobody = ['dropped', 'dropped'] as const;
const forUs = ['kept', 'dropped'] as const;
const forThem = ['dropped', 'kept'] as const;

/**
 * Every variable that git obeys, and on purpose one way or the other: a setting that a person, a company
 * or a container makes for all of git is kept; what belongs to one command, one commit or another
 * repository, or makes git answer otherwise than it is read, is not. `docs/data.md` has the same table.
 */
export const gitVariables: readonly GitVariable[] = [
  ...rows('settings, as those of a file: what git accepts here is accepted', forAll, [
    'GIT_CONFIG_COUNT',
    'GIT_CONFIG_KEY_*',
    'GIT_CONFIG_VALUE_*',
    'GIT_CONFIG_PARAMETERS',
    'GIT_CONFIG_GLOBAL',
    'GIT_CONFIG_SYSTEM',
    'GIT_CONFIG_NOSYSTEM',
    'GIT_ATTR_NOSYSTEM',
    'GIT_ATTR_GLOBAL',
    'GIT_ATTR_SYSTEM',
  ]),
  ...rows('who commits; not where a hook or a commit has set it, with its date', forAll, [
    'GIT_AUTHOR_NAME',
    'GIT_AUTHOR_EMAIL',
    'GIT_COMMITTER_NAME',
    'GIT_COMMITTER_EMAIL',
  ]),
  ...rows('belongs to one commit: all others would get its time', forNobody, [
    'GIT_AUTHOR_DATE',
    'GIT_COMMITTER_DATE',
    'GIT_AUTHOR_IDENT',
    'GIT_COMMITTER_IDENT',
  ]),
  ...rows('how a remote is reached, and what may be used for it', forAll, [
    'GIT_SSH',
    'GIT_SSH_COMMAND',
    'GIT_SSH_VARIANT',
    'GIT_SSL_*',
    'GIT_HTTP_*',
    'GIT_PROXY_*',
    'GIT_ALLOW_PROTOCOL',
    'GIT_PROTOCOL_FROM_USER',
    'GIT_NO_LAZY_FETCH',
    'GIT_LFS_*',
  ]),
  ...rows('answers for a person when this program fetches and pushes; agents do neither', forUs, [
    'GIT_ASKPASS',
  ]),
  ...rows('always 0 for our own git, which nobody could answer', forThem, ['GIT_TERMINAL_PROMPT']),
  ...rows('how a repository is found, and where its objects and the programs of git are', forAll, [
    'GIT_CEILING_DIRECTORIES',
    'GIT_DISCOVERY_ACROSS_FILESYSTEM',
    'GIT_ALTERNATE_OBJECT_DIRECTORIES',
    'GIT_EXEC_PATH',
  ]),
  ...rows('names a repository or its parts: the folder alone says which one is meant', forNobody, [
    'GIT_DIR',
    'GIT_WORK_TREE',
    'GIT_COMMON_DIR',
    'GIT_INDEX_FILE',
    'GIT_OBJECT_DIRECTORY',
    'GIT_NAMESPACE',
    'GIT_PREFIX',
    'GIT_IMPLICIT_WORK_TREE',
    'GIT_QUARANTINE_PATH',
    'GIT_SHALLOW_FILE',
    'GIT_GRAFT_FILE',
    'GIT_REPLACE_REF_BASE',
    'GIT_NO_REPLACE_OBJECTS',
    'GIT_ATTR_SOURCE',
    'GIT_CONFIG',
  ]),
  ...rows('for a person who looks; nothing of ours is looked at, paged or edited', forNobody, [
    'GIT_EDITOR',
    'GIT_SEQUENCE_EDITOR',
    'GIT_PAGER',
    'GIT_PAGER_IN_USE',
    'GIT_EXTERNAL_DIFF',
    'GIT_DIFF_*',
    'GIT_DIFFTOOL_*',
    'GIT_MERGETOOL_*',
    'GIT_MAN_VIEWER',
    'GIT_MERGE_AUTOEDIT',
    'GIT_MERGE_VERBOSITY',
    'GIT_PRINT_SHA1_ELLIPSIS',
    'GIT_ADVICE',
    'GIT_PROGRESS_DELAY',
    'GIT_TEXTDOMAINDIR',
  ]),
  ...rows('writes among the answers of git', forNobody, [
    'GIT_TRACE*',
    'GIT_CURL_VERBOSE',
    'GIT_CURL_*',
    'GIT_REDACT_*',
    'GIT_TRANSLOOP_DEBUG',
    'GIT_TRANSPORT_HELPER_DEBUG',
  ]),
  ...rows('gives paths or names in a command another meaning', forNobody, [
    'GIT_LITERAL_PATHSPECS',
    'GIT_GLOB_PATHSPECS',
    'GIT_NOGLOB_PATHSPECS',
    'GIT_ICASE_PATHSPECS',
    'GIT_NOTES_*',
    'GIT_REF_PARANOIA',
  ]),
  ...rows('belongs to the command of git that this program was started by', forNobody, [
    'GIT_REFLOG_ACTION',
    'GIT_CHERRY_PICK_HELP',
    'GIT_INTERNAL_*',
    'GIT_PUSH_OPTION_*',
    'GIT_EXT_SERVICE*',
    'GIT_OVERRIDE_VIRTUAL_HOST',
    'GIT_USER_AGENT',
    'GIT_PROTOCOL',
  ]),
  ...rows('is ours to choose, or changes what is written to the disk', forNobody, [
    'GIT_OPTIONAL_LOCKS',
    'GIT_INDEX_VERSION',
    'GIT_DEFAULT_*',
    'GIT_TEMPLATE_DIR',
    'GIT_FLUSH',
    'GIT_FORCE_*',
    'GIT_DISABLE_UNTRACKED_CACHE',
    'GIT_ALLOC_LIMIT',
    'GIT_MMAP_LIMIT',
    'GIT_ALLOW_NULL_SHA1',
    'GIT_BASENAME_FACTOR',
    'GIT_TEST_*',
  ]),
];

/** What becomes of a variable; null when git knows none of that name, so that it is anybody's. */
export function gitVariable(name: string): GitVariable | null {
  if (!name.startsWith('GIT_')) return null;
  return gitVariables.find((one) => isMeant(one.name, name)) ?? null;
}

function isMeant(row: string, name: string): boolean {
  return row.endsWith('*') ? name.startsWith(row.slice(0, -1)) : name === row;
}

const authors: ReadonlySet<string> = new Set(['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL']);
const committers: ReadonlySet<string> = new Set(['GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL']);

/** Whether a variable is passed on to our own git, or to the programs that are started. */
export function isPassedOn(
  name: string,
  to: 'ours' | 'children',
  environment: NodeJS.ProcessEnv,
): boolean {
  const variable = gitVariable(name);
  if (variable === null) return true;
  // With its date it is the author of one commit, as git passes it to hooks, and may be anybody.
  if (authors.has(name) && environment['GIT_AUTHOR_DATE'] !== undefined) return false;
  if (committers.has(name) && environment['GIT_COMMITTER_DATE'] !== undefined) return false;
  return variable[to] === 'kept';
}
