/** A path that is being typed. */
export interface TypedPath {
  /** The folder whose content is looked at; null for the person's home folder. */
  readonly folder: string | null;
  /** What the name of a folder in it begins with, as far as it is typed. */
  readonly start: string;
}

/** The folder that is typed so far, and the beginning of a name in it. */
export function splitPath(path: string): TypedPath {
  const text = path.trim();
  const end = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1;
  const folder = text.slice(0, end);
  return { folder: folder === '' ? null : folder, start: text === '~' ? '' : text.slice(end) };
}

/** A folder's path as the beginning of the paths in it. */
export function asPrefix(folder: string): string {
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) ? folder : folder + separator;
}
