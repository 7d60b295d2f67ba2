/**
 * Whether a file of this name says to a tool where else it finds something: how Python environments name the folders that
 * they import from, and themselves.
 */
export function isUsedFromElsewhere(name: string): boolean {
  return (
    name === 'pyvenv.cfg' || /\.(?:pth|egg-link)$/.test(name) || name.startsWith('__editable__')
  );
}

/** Whether a text names this absolute path or one below it, and not only one that begins with the same letters. */
export function namesPath(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + path.length] ?? ' ';
    if (!/[\w.-]/.test(before) && !/[\w.@+~-]/.test(after)) return true;
  }
  return false;
}

/**
 * The text of a starter of pnpm's, which names its own packages by their absolute path, with that path as seen from the
 * starter; null when it is none, or names the path elsewhere too.
 * @param up the way from the starter's folder to `root`
 */
export function withOwnPlace(text: string, root: string, up: string): string | null {
  if (!/^basedir=\$\(dirname /m.test(text)) return null;
  const own = text
    .split('\n')
    .map((line) =>
      /^\s*export NODE_PATH="/.test(line)
        ? line.replaceAll(`${root}/`, () => `$basedir/${up}/`)
        : line,
    )
    .join('\n');
  return namesPath(own, root) ? null : own;
}
