/** Why `path` cannot be read, in a sentence for a person; `error` is what `node:fs` threw. */
export function readProblem(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return `There is no ${path}.`;
    case 'ENOTDIR':
      return `${path} does not lead to a folder.`;
    case 'EISDIR':
      return `${path} is a folder, not a file.`;
    case 'EACCES':
    case 'EPERM':
      return `There is no permission to read ${path}.`;
    default:
      return `${path} cannot be read${code === '' ? '' : ` (${code})`}.`;
  }
}
