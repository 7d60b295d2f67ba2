import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { ConfigPath } from './config-expectation.ts';

/** Reaches outside the repository, on any operating system (SPEC section 14). */
function leavesRepository(pattern: string): boolean {
  return /^(?:[a-z]:)?[/\\]/i.test(pattern) || pattern.split(/[/\\]/).includes('..');
}

/** What git-check-ref-format asks of a branch name; a leading `-` would be taken for an option. */
function isBranchName(name: string): boolean {
  const parts = name.split('/');
  return (
    !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(name) &&
    !name.startsWith('-') &&
    parts.every((part) => part !== '' && !/^\.|\.$|\.lock$/.test(part))
  );
}

function reportFile(
  refuse: (path: ConfigPath, value: unknown, expected: string) => void,
  file: string,
  fallback: string,
): string {
  if (!leavesRepository(file)) return file;
  refuse(['verify', 'report'], file, 'a path inside the repository');
  return fallback;
}

/** A value of the right type that cannot be used, and where it is. */
export interface Meaningless {
  readonly path: ConfigPath;
  readonly message: string;
}

/**
 * Checks what types cannot say: branch names that git takes, patterns that stay in the repository
 * (SPEC section 14). What is wrong is reported and has its default in the config that comes back.
 */
export function checkMeaning(config: ProjectConfig): {
  readonly config: ProjectConfig;
  readonly problems: readonly Meaningless[];
} {
  const defaults = projectConfigSchema.parse({});
  const problems: Meaningless[] = [];
  const refuse = (path: ConfigPath, value: unknown, expected: string): void => {
    const shown = JSON.stringify(value).slice(0, 80);
    problems.push({ path, message: `${path.join('.')} is ${shown}; expected ${expected}.` });
  };
  const branch = (path: ConfigPath, name: string, fallback: string): string => {
    if (isBranchName(name)) return name;
    refuse(path, name, 'a git branch name');
    return fallback;
  };
  const inside = (path: ConfigPath, patterns: string[], fallback: string[]): string[] => {
    if (!patterns.some(leavesRepository)) return patterns;
    refuse(path, patterns, 'paths inside the repository');
    return fallback;
  };
  const { verify, worktree, git } = config;
  return {
    config: {
      ...config,
      base_branch: branch(['base_branch'], config.base_branch, defaults.base_branch),
      verify: {
        ...verify,
        keep: inside(['verify', 'keep'], verify.keep, defaults.verify.keep),
        report: reportFile(refuse, verify.report, defaults.verify.report),
      },
      worktree: {
        ...worktree,
        copy: inside(['worktree', 'copy'], worktree.copy, defaults.worktree.copy),
        clone: inside(['worktree', 'clone'], worktree.clone, defaults.worktree.clone),
        setup_inputs: inside(
          ['worktree', 'setup_inputs'],
          worktree.setup_inputs,
          defaults.worktree.setup_inputs,
        ),
      },
      git: {
        ...git,
        branch_prefix: branch(
          ['git', 'branch_prefix'],
          git.branch_prefix,
          defaults.git.branch_prefix,
        ),
      },
    },
    problems,
  };
}
