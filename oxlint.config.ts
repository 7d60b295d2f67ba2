import { defineConfig } from 'oxlint';
import type { OxlintOverride } from 'oxlint';
import { soleImporters, zones } from './tools/zones.ts';

interface Restriction {
  regex: string;
  message: string;
}

const noClimbing: Restriction = {
  regex: '^\\.\\./',
  message:
    'Import other folders through #shared/…, #main/… or #renderer/…, so that zones can be checked.',
};

function escapeForRegex(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Forbids the aliases of every folder that `zone` may not import from. */
function zoneRestriction(zone: string, allowed: readonly string[]): Restriction {
  const within = (folder: string, outer: string): boolean =>
    folder === outer || folder.startsWith(`${outer}/`);
  const forbidden = Object.keys(zones).filter(
    (other) =>
      other.split('/').length === 3 && ![zone, ...allowed].some((one) => within(other, one)),
  );
  const aliases = forbidden.map((folder) => escapeForRegex(folder.replace('src/', '#')));
  return {
    regex: aliases.length === 0 ? '^$' : `^(?:${aliases.join('|')})(?:/|$)`,
    message: `${zone} may import only from itself and: ${allowed.join(', ') || 'nothing'}.`,
  };
}

/** Forbids the guarded packages in every file that is not their one importer. */
function packageRestrictions(zone: string): { name: string; message: string }[] {
  return Object.entries(soleImporters)
    .filter(([, importers]) => !importers.some((importer) => importer.startsWith(zone)))
    .map(([name, importers]) => ({
      name,
      message: `Only ${importers.join(', ')} may import ${name}.`,
    }));
}

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise', 'node', 'react', 'jsx-a11y'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['out', 'node_modules', 'resources/demo'],
  rules: {
    'no-console': 'error',
    eqeqeq: 'error',
    'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-non-null-assertion': 'error',
    'unicorn/no-array-sort': 'off',
    'no-await-in-loop': 'off',
    'no-shadow': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'promise/always-return': 'off',
    'import/no-unassigned-import': 'off',
    // The build transforms JSX by itself.
    'react/react-in-jsx-scope': 'off',
    'import/no-named-as-default-member': 'off',
    // `output` and `fieldset` bring a layout of their own.
    'jsx-a11y/prefer-tag-over-role': 'off',
    // What scrolls must be reachable by keyboard.
    'jsx-a11y/no-noninteractive-tabindex': [
      'error',
      { tags: ['pre'], roles: ['tabpanel', 'region'] },
    ],
  },
  overrides: [
    // The last override wins: outer folders first, so that `src/main` does not undo what is inside.
    ...Object.entries(zones)
      .toSorted(([a], [b]) => a.length - b.length)
      .map(([zone, allowed]): OxlintOverride => ({
        files: [`${zone}/**/*.ts`, `${zone}/**/*.tsx`],
        rules: {
          'no-restricted-imports': [
            'error',
            {
              paths: packageRestrictions(zone),
              patterns: [noClimbing, zoneRestriction(zone, allowed)],
            },
          ],
        },
      })),
    {
      // Names of xterm, not ours.
      files: ['src/main/terminal/xterm-internals.ts'],
      rules: { 'no-underscore-dangle': 'off' },
    },
    {
      files: ['src/renderer/**/*.ts'],
      // The rule cannot distinguish a window from a port or a channel, which have no target.
      rules: { 'unicorn/require-post-message-target-origin': 'off' },
    },
    {
      // A component is markup more than steps; its limit is the one of ADR 8.
      files: ['src/renderer/**/*.tsx', 'tools/gallery/**/*.tsx'],
      rules: {
        'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }],
      },
    },
    {
      files: [
        '**/*.test.ts',
        '**/*.test.tsx',
        'test/**/*.ts',
        'bench/**/*.ts',
        'tools/screenshots/**/*.ts',
      ],
      rules: {
        'max-lines-per-function': 'off',
        'typescript/no-non-null-assertion': 'off',
        'no-console': 'off',
      },
    },
    {
      files: ['*.config.ts', 'bench/**/*.ts'],
      rules: { 'import/no-default-export': 'off', 'no-console': 'off' },
    },
  ],
});
