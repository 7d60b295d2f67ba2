/**
 * Names at the top of a repository from which coding agents take hooks, servers, plugins, commands and permissions:
 * what lies there, or below it, can start programs. Files that are only read by a model (`AGENTS.md`,
 * `CLAUDE.md`, `GEMINI.md`, `.cursorrules`) are text like every other file of the repository.
 */
const agentEntries: ReadonlySet<string> = new Set([
  '.claude',
  '.claude.json',
  '.mcp.json',
  'mcp.json',
  '.claude-plugin',
  '.codex',
  '.gemini',
  'gemini-extension.json',
  '.opencode',
  'opencode.json',
  'opencode.jsonc',
  '.opencode.json',
  '.copilot',
  '.qwen',
  '.cline',
  '.clinerules',
  '.pi',
  '.agy',
  '.antigravity',
  '.agents',
  '.agent',
  '.cursor',
  '.windsurf',
  '.roo',
  '.kilocode',
  '.kiro',
  '.amp',
  '.crush',
  '.crush.json',
  'crush.json',
  '.continue',
  '.goose',
  '.goosehints',
  '.augment',
  '.factory',
  '.junie',
  '.trae',
  '.aider.conf.yml',
  '.aider.conf.yaml',
]);

/** Paths below a folder that others use for other things too. */
const agentPaths: readonly string[] = [
  '.github/copilot',
  '.github/hooks',
  '.github/agents',
  '.github/extensions',
  '.github/mcp.json',
  '.vscode/mcp.json',
];

/** Whether an entry at the top of a repository has to be looked into; letters count alike, as on some disks. */
export function mayContainAgentFiles(entry: string): boolean {
  const lower = entry.toLowerCase();
  return agentEntries.has(lower) || agentPaths.some((path) => path.startsWith(`${lower}/`));
}

/** Whether a path, `/` separated, is one that agents take programs from. */
export function isAgentFile(path: string): boolean {
  const lower = path.toLowerCase();
  const [first = ''] = lower.split('/');
  return (
    agentEntries.has(first) ||
    agentPaths.some((one) => lower === one || lower.startsWith(`${one}/`))
  );
}
