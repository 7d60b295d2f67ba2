/** What becomes of a setting of the person's git, or of all that begin alike, when this program runs git. */
export interface GitSettingRule {
  /** Its name; with `*` at the end, all that begin so. */
  readonly name: string;
  /**
   * `fixed`: it has `value` whatever the person has set; or only where git works on files of a folder that this program
   * owns. `honoured`: as in the person's own commands. `unused`: nothing that this program runs asks for it.
   */
  readonly use: 'fixed' | 'fixed in our folders' | 'honoured' | 'unused';
  /** Of one that is fixed. */
  readonly value?: string;
  readonly why: string;
}

const fixed = (
  why: string,
  settings: Readonly<Record<string, string>>,
): readonly GitSettingRule[] =>
  Object.entries(settings).map(([name, value]) => ({ name, use: 'fixed', value, why }));

const fixedInTrees = (
  why: string,
  settings: Readonly<Record<string, string>>,
): readonly GitSettingRule[] =>
  fixed(why, settings).map((rule) => ({ ...rule, use: 'fixed in our folders' }));

const rules = (
  use: 'honoured' | 'unused',
  why: string,
  names: readonly string[],
): readonly GitSettingRule[] => names.map((name) => ({ name, use, why }));

/**
 * Every setting by which a person, a company or a container may change what a command of git does, and on purpose one
 * way or the other. `docs/data.md` has the same table. A push and a signature are the person's own: for them nothing
 * is fixed.
 */
export const gitSettings: readonly GitSettingRule[] = [
  ...fixed('hooks are for your own commits; a push runs `pre-push`', {
    'core.hooksPath': '/dev/null',
  }),
  ...fixed(
    'what it hides would be missing in a snapshot, or what it marks be taken for unchanged',
    {
      'core.fsmonitor': 'false',
      'core.untrackedCache': 'false',
      'core.ignoreStat': 'false',
      'core.trustctime': 'true',
      'core.checkStat': 'default',
    },
  ),
  ...fixed('git would answer in another form than it is read', {
    'core.quotePath': 'false',
    'i18n.commitEncoding': 'UTF-8',
    'i18n.logOutputEncoding': 'UTF-8',
    'log.showSignature': 'false',
    'status.showStash': 'false',
  }),
  ...fixed('what a record names is on the disk before the record is', {
    'core.fsync': 'committed',
    'core.fsyncMethod': 'fsync',
  }),
  ...fixed('work with mixed line ends would be refused', { 'core.safecrlf': 'false' }),
  ...fixed('a task and its checks are about the tree that git has, not about what stands for it', {
    'core.useReplaceRefs': 'false',
  }),
  ...fixed('commits and objects are read themselves, not what a file beside them says of them', {
    'core.commitGraph': 'false',
    'core.multiPackIndex': 'false',
  }),
  ...fixed('tidying up is for your own commands; it would run beside ours', {
    'gc.auto': '0',
    'maintenance.auto': 'false',
  }),
  ...fixed('a command for one working tree would reach into your submodules', {
    'submodule.recurse': 'false',
  }),
  ...fixedInTrees('our folders show whole trees, by indexes of their own', {
    'core.splitIndex': 'false',
    'index.sparse': 'false',
    'core.sparseCheckout': 'false',
    'core.sparseCheckoutCone': 'false',
    'core.bare': 'false',
  }),
  {
    name: 'core.ignoreCase',
    use: 'fixed in our folders',
    why: 'as the disk is that they lie on: where it tells `a` from `A`, both are files of the work',
  },
  ...rules(
    'honoured',
    'how files lie on this disk and in the repository: the same for your files and ours',
    [
      'core.autocrlf',
      'core.eol',
      'core.fileMode',
      'core.symlinks',
      'core.precomposeUnicode',
      'core.protectHFS',
      'core.protectNTFS',
      'core.bigFileThreshold',
      'core.sharedRepository',
      'filter.*',
      'lfs.*',
    ],
  ),
  ...rules(
    'honoured',
    'what you ignore, and what you say of files; merges read the attributes of the epic instead',
    ['core.excludesFile', 'core.attributesFile'],
  ),
  ...rules('honoured', 'how you merge: a merge here is one that you could repeat', [
    'merge.renames',
    'merge.renameLimit',
    'merge.directoryRenames',
    'merge.renormalize',
    'merge.default',
    'merge.*.driver',
    'diff.renames',
    'diff.renameLimit',
  ]),
  ...rules('honoured', 'who you are, and with what you sign what lands', [
    'user.*',
    'author.*',
    'committer.*',
    'commit.gpgSign',
    'gpg.*',
  ]),
  ...rules('honoured', 'how a remote is reached and what is pushed: as when you push yourself', [
    'remote.*',
    'branch.*',
    'push.*',
    'url.*',
    'http.*',
    'ssh.variant',
    'credential.*',
    'protocol.*',
    'core.sshCommand',
    'core.askPass',
    'core.gitProxy',
    'fetch.*',
    'transfer.*',
  ]),
  ...rules('honoured', 'which repositories git opens, and in which form they are kept', [
    'safe.*',
    'extensions.*',
    'core.repositoryFormatVersion',
    'core.worktree',
    'include.*',
    'includeIf.*',
    'core.compression',
    'core.looseCompression',
    'core.logAllRefUpdates',
    'core.filesRefLockTimeout',
    'core.packedRefsTimeout',
    'pack.*',
    'index.threads',
    'index.version',
    'index.skipHash',
    'feature.*',
    'checkout.*',
    'fsck.*',
    'core.preloadIndex',
  ]),
  ...rules('unused', 'for what a person looks at, types or edits', [
    'alias.*',
    'advice.*',
    'color.*',
    'column.*',
    'pager.*',
    'core.pager',
    'core.editor',
    'sequence.editor',
    'core.commentChar',
    'core.abbrev',
    'core.whitespace',
    'diff.external',
    'diff.noprefix',
    'diff.mnemonicPrefix',
    'diff.ignoreSubmodules',
    'diff.algorithm',
    'diff.orderFile',
    'diff.submodule',
    'diff.*.textconv',
    'diff.*.command',
    'status.showUntrackedFiles',
    'status.branch',
    'status.renames',
    'status.relativePaths',
    'format.*',
    'log.*',
    'notes.*',
    'mailmap.*',
    'trailer.*',
    'trace2.*',
  ]),
  ...rules('unused', 'for commands that this program does not run', [
    'commit.template',
    'commit.cleanup',
    'merge.ff',
    'merge.conflictStyle',
    'merge.verifySignatures',
    'merge.verbosity',
    'merge.autoStash',
    'pull.*',
    'rebase.*',
    'rerere.*',
    'stash.*',
    'init.*',
    'clone.*',
    'tag.*',
    'apply.*',
    'am.*',
    'grep.*',
    'worktree.*',
  ]),
];

/** What every git of this program is given, `name=value`; it wins over files and over variables. */
export const fixedSettings: readonly string[] = valuesOf(['fixed']);

/**
 * What a git is given that works on files of a folder of ours: no setting lets it write elsewhere, run what lies in that
 * folder, believe somebody about it, or leave files of it out.
 */
export const treeFlags: readonly string[] = valuesOf(['fixed', 'fixed in our folders']);

function valuesOf(uses: readonly GitSettingRule['use'][]): readonly string[] {
  return gitSettings
    .filter(({ use, value }) => uses.includes(use) && value !== undefined)
    .map(({ name, value = '' }) => `${name}=${value}`);
}
