/**
 * Says why `path`, read from a file, cannot name something inside the repository, or null when it can.
 * Only the text is judged; whether a symbolic link leads outside is for whoever opens it (SPEC section 14).
 */
export function relativePathProblem(path: string): string | null {
  if (path === '') return 'is empty';
  if (path.includes('\0')) return 'contains a NUL character';
  if (/^(?:[/\\]|[A-Za-z]:)/.test(path)) return 'is an absolute path';
  if (path.split(/[/\\]/).includes('..')) return 'leads out of the repository with ".."';
  return null;
}
