/** A word of a POSIX shell, quoted where it has to be. zsh reads `=name` as the path of a program. */
function shellWord(text: string): string {
  return /^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What merges an epic's branch into the branch it started from, to be pasted into a shell wherever that stands. */
export function mergeCommand({
  root,
  baseBranch,
  branch,
}: {
  /** The person's checkout. */
  readonly root: string;
  readonly baseBranch: string;
  readonly branch: string;
}): string {
  const [folder, base, epic] = [root, baseBranch, branch].map(shellWord);
  return `cd ${folder} && git switch ${base} && git merge --no-ff --no-edit ${epic}`;
}
