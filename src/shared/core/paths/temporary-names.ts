/** Names that tools give to files which are not to stay: they are renamed or removed when the tool has done its work. */
const patterns: readonly RegExp[] = [
  // sed -i, mktemp, editors that write beside the file, rsync, downloads.
  /^sed[A-Za-z0-9]{6}$/,
  /^tmp[._-]?[A-Za-z0-9_]{6,}$/,
  /\.tmp(?:[._-]?[A-Za-z0-9]+)*$/i,
  /\.(?:temp|part|partial|crdownload|swp|swo|swx|lock)$/i,
  /~$/,
  /^\.#/,
  /^#.*#$/,
  /^\.~/,
  /^\.nfs[0-9a-f]+$/,
  /^\..+\.[A-Za-z0-9]{6}$/,
  /\.(?:orig|rej|bak)$/i,
  /^4913$/,
];

/** Lock files of package managers stay, whatever they are called. */
const kept =
  /^(?:yarn|bun|poetry|uv|pdm|composer|Cargo|Gemfile|Pipfile|mix|flake|Podfile|pubspec|deno|package-lock|packages)\.lock$/;

/** Whether a file is called as tools call files that they mean to take away again. */
export function looksTemporary(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !kept.test(name) && patterns.some((pattern) => pattern.test(name));
}
