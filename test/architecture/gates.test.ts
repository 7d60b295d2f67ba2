import { describe, expect, it } from 'vitest';
import { codeOf, parse, productFiles } from './source-files.ts';

/** Calls of `node:fs` that read, list, open or copy what stands at a path. */
const reading: ReadonlySet<string> = new Set(
  [
    'readFile readdir opendir open openAsBlob createReadStream copyFile cp glob readlink watch',
    'readFileSync readdirSync opendirSync openSync readSync copyFileSync cpSync readlinkSync',
  ].flatMap((names) => names.split(' ')),
);

/** Who may use them elsewhere than in `src/main/system`, for which of them, and why it can do no harm. */
const allowed: Readonly<Record<string, readonly [names: readonly string[], why: string]>> = {
  'src/main/engine/demo.ts': [['cp', 'readFile', 'readdir'], 'what is shipped with the program'],
  'src/main/shell/page-files.ts': [['readFile'], 'what is shipped with the program'],
  'src/main/engine/host/browse-folders.ts': [['readdir'], 'folders that a person looks through'],
  'src/main/runs/clean-up.ts': [['readdir'], 'names in the app’s own folder, to be deleted'],
  'src/main/git/worktree-files.ts': [['glob'], 'names in the person’s checkout'],
  'src/main/work/rooms/compare-with-worktree.ts': [['readdir'], 'names of packages'],
  'src/main/work/rooms/copies-in-use.ts': [['readdir'], 'names in the app’s own folder'],
  'src/main/git/worktrees/import-commits.ts': [['readdir'], 'names of packs'],
  'src/main/git/worktrees/hidden-entries.ts': [['readdirSync'], 'names, of which some are removed'],
  'src/main/work/rooms/room-lease.ts': [['open'], 'makes a file that was not there'],
  'src/main/work/rooms/room.ts': [['readdir'], 'names in the app’s own folder, to be deleted'],
  'src/main/work/rooms/dependency-copy.ts': [['readdir'], 'names in the app’s own folder'],
  'src/main/sources/backlog-md/export-folder.ts': [['open'], 'makes a file in a held folder'],
  'src/main/sources/replace-file.ts': [['open', 'readdir'], 'makes a file in a held folder'],
  'src/main/git/cut-off-move.ts': [['readlink'], 'where a link of the person’s checkout leads'],
  'src/main/store/migrations.ts': [['openSync'], 'the app’s own database'],
  'src/main/terminal/node-pty-host.ts': [
    ['openSync', '*'],
    'terminals, and a package that is loaded late',
  ],
  'src/main/terminal/spawn-check.ts': [['openSync', 'readSync'], 'the first bytes of a program'],
  'src/main/terminal/transcript-recorder.ts': [
    ['openSync'],
    'writes under a name nobody knows before',
  ],
  'src/main/verify/run-check.ts': [['openSync'], 'writes under a name nobody knows before'],
  'src/main/verify/output-tail.ts': [['readSync'], 'of a file that it was given open'],
  'src/main/serve/session-book.ts': [['readdir'], 'names in the app’s own folder'],
  'src/main/serve/web-server.ts': [['readFile'], 'what is shipped with the program'],
  'src/main/trust/repository-parts.ts': [['readdir'], 'names in the app’s own folder'],
  'src/main/trust/worktree-agents.ts': [['readdir', 'readlink'], 'names, and where links lead'],
};

/** What a file takes from `node:fs`; `*` for all of it at once. */
function takenFromFs(file: string): readonly string[] {
  const { staticImports, dynamicImports } = parse(file).module;
  const taken = staticImports
    .filter(({ moduleRequest }) => /^(?:node:)?fs(?:\/promises)?$/.test(moduleRequest.value))
    .flatMap(({ entries }) => entries.filter(({ isType }) => !isType))
    .map(({ importName }) => (importName.kind === 'Name' ? (importName.name ?? '*') : '*'));
  const isDynamic = dynamicImports.length > 0 && /import\(\s*['"](?:node:)?fs/.test(codeOf(file));
  const isHidden = /getBuiltinModule|createRequire/.test(codeOf(file));
  return [...taken, ...(isDynamic || isHidden ? ['*'] : [])];
}

describe('files that others may have written', () => {
  it('are opened in one place, which neither follows links nor waits nor reads without end', () => {
    const found = productFiles
      .filter((file) => file.startsWith('src/main/') && !file.startsWith('src/main/system/'))
      .flatMap((file) =>
        takenFromFs(file)
          .filter((name) => name === '*' || reading.has(name))
          .filter((name) => allowed[file]?.[0].includes(name) !== true)
          .map((name) => `${file}: ${name}`),
      );
    // Use readForeignFile, readNamedText, openForeignFile or listForeignFolder of src/main/system.
    expect(found).toEqual([]);
  });
});

describe('secrets', () => {
  it('are masked by gates, and not here and there', () => {
    const uses = productFiles.filter((file) => /\bmaskSecrets\b/.test(codeOf(file)));
    expect(uses).toEqual([
      // Gates that have no keeper: what they were not given they recognise by its shape.
      'src/main/git/client.ts',
      // A thread, which is told what the keeper knows.
      'src/main/reading/read-request.ts',
      'src/main/store/store.ts',
      'src/main/workspace/yaml-place.ts',
      'src/shared/core/project-config/config-check.ts',
      'src/shared/core/secrets/mask-secrets.ts',
      'src/shared/core/secrets/secret-keeper.ts',
    ]);
  });

  it('reach no record but through the entry of the store', () => {
    const writers = productFiles.filter(
      (file) => file.startsWith('src/main/') && /\bstore\.append\(/.test(codeOf(file)),
    );
    expect(writers).toEqual(['src/main/store/ledger.ts']);
    expect(codeOf('src/main/store/ledger.ts')).toContain('maskedEntry(entry, store.mask)');
  });
});
