import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { soleImporters, zones } from '../../tools/zones.ts';
import packageFile from '../../package.json' with { type: 'json' };
import {
  codeFiles,
  codeOf,
  files,
  importsOf,
  isTest,
  parse,
  productFiles,
  root,
  sourceFiles,
  textOf,
} from './source-files.ts';
import type { Import } from './source-files.ts';

const imports = sourceFiles.flatMap((file) => importsOf(file));

function isWithin(path: string, folderOrFile: string): boolean {
  return path === folderOrFile || path.startsWith(`${folderOrFile}/`);
}

/** The innermost zone that a file is in. */
function zoneOf(file: string): string | undefined {
  return Object.keys(zones)
    .filter((zone) => isWithin(file, zone))
    .toSorted((a, b) => b.length - a.length)[0];
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function tell({ file, specifier }: Import): string {
  return `${file} imports ${specifier}`;
}

describe('the import scanner', () => {
  it('sees the sources, and in them imports of every kind of target', () => {
    expect(sourceFiles.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(sourceFiles.length);
    expect(imports.some(({ target }) => target === null)).toBe(true);
    expect(imports.some(({ isTypeOnly }) => isTypeOnly)).toBe(true);
  });
});

describe('zones (tools/zones.ts)', () => {
  it('have every folder of the sources', () => {
    const folders = sourceFiles.map((file) => file.split('/').slice(0, -1).join('/'));
    expect([...new Set(folders)].filter((folder) => zoneOf(folder) === undefined)).toEqual([]);
    const parts = sourceFiles
      .filter((file) => /^src\/(?:main|shared|renderer)\/[^/]+\//.test(file))
      .map((file) => file.split('/').slice(0, 3).join('/'));
    expect([...new Set(parts)].filter((folder) => !(folder in zones))).toEqual([]);
  });

  it('name only each other', () => {
    const named = Object.values(zones).flat();
    const unknown = named.filter((zone) => !(zone in zones) && zone !== 'src/shared');
    expect(unknown).toEqual([]);
  });

  it('are kept by every import', () => {
    const broken = imports.filter(({ file, target }) => {
      if (target === null || target === 'package.json') return false;
      // Pictures are built into the page.
      if (file.startsWith('src/renderer/') && target.startsWith('resources/')) return false;
      const zone = zoneOf(file) ?? '';
      return ![zone, ...(zones[zone] ?? [])].some((allowed) => isWithin(target, allowed));
    });
    expect(broken.map(tell)).toEqual([]);
  });

  it('keep a worker from the records, and who drives runs from git and terminals (ADR 21)', () => {
    const mayImport = (zone: string, other: string): boolean =>
      (zones[zone] ?? []).some((allowed) => isWithin(other, allowed));
    expect(mayImport('src/main/work', 'src/main/store')).toBe(false);
    expect(mayImport('src/main/runs', 'src/main/git')).toBe(false);
    expect(mayImport('src/main/runs', 'src/main/terminal')).toBe(false);
    // A worker elsewhere has the same interface: nobody but the engine knows the one that is here.
    const known = ['src/main/work/worker.ts', 'src/main/work/orders.ts'];
    const others = imports.filter(
      ({ file, target }) =>
        target !== null &&
        isWithin(target, 'src/main/work') &&
        !known.includes(target) &&
        !['src/main/work', 'src/main/engine', 'test'].some((zone) => isWithin(file, zone)),
    );
    expect(others.map(tell)).toEqual([]);
  });

  it('are reached by their alias, folders of one zone by a path that does not climb', () => {
    const climbing = imports.filter(({ specifier }) => specifier.startsWith('../'));
    expect(climbing.map(tell)).toEqual([]);
    const known = imports.filter(({ target }) => target !== null);
    const wrong = known.filter(
      ({ specifier }) =>
        !/^(?:\.\/|#shared\/|#main\/|#renderer\/|#resources\/|#package\.json$)/.test(specifier),
    );
    expect(wrong.map(tell)).toEqual([]);
  });

  it('hold files that exist, named with their ending', () => {
    const missing = imports.filter(
      ({ target }) => target !== null && !existsSync(join(root, target)),
    );
    expect(missing.map(tell)).toEqual([]);
  });
});

describe('packages', () => {
  it.each(Object.entries(soleImporters))('%s is imported only by %j', (name, allowed) => {
    const users = imports.filter(({ specifier }) => packageOf(specifier) === name);
    const others = users.filter(({ file }) => !allowed.some((one) => isWithin(file, one)));
    expect(others.map(tell)).toEqual([]);
    // An importer that is gone should leave the table too.
    for (const importer of allowed) expect(existsSync(join(root, importer))).toBe(true);
  });

  it('that the product imports are declared, whether they are built in or installed with it', () => {
    const { dependencies, devDependencies } = packageFile;
    const declared = new Set(Object.keys({ ...dependencies, ...devDependencies }));
    const undeclared = imports.filter(
      ({ file, specifier, target, isTypeOnly }) =>
        target === null &&
        !isTest(file) &&
        !isTypeOnly &&
        !specifier.startsWith('node:') &&
        !declared.has(packageOf(specifier)),
    );
    expect(undeclared.map(tell)).toEqual([]);
  });

  it('that are dependencies are used', () => {
    const used = new Set(imports.map(({ specifier }) => packageOf(specifier)));
    const unused = Object.keys(packageFile.dependencies).filter((name) => !used.has(name));
    expect(unused).toEqual([]);
  });
});

describe('the pure part (src/shared)', () => {
  const pure = productFiles.filter((file) => file.startsWith('src/shared/'));

  it('imports nothing of Node or Electron', () => {
    const impure = imports.filter(
      ({ file, specifier, target }) =>
        pure.includes(file) &&
        target === null &&
        (specifier.startsWith('node:') || packageOf(specifier) === 'electron'),
    );
    expect(impure.map(tell)).toEqual([]);
  });

  it('takes time and chance as arguments: only their ports name the real ones', () => {
    const ports = ['src/shared/lib/clock.ts', 'src/shared/lib/ids.ts'];
    const real =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bprocess\./;
    const guilty = pure.filter((file) => !ports.includes(file) && real.test(codeOf(file)));
    expect(guilty).toEqual([]);
  });
});

describe('the product', () => {
  it('does not import what serves tests', () => {
    const wrong = imports.filter(
      ({ file, target }) => !isTest(file) && target !== null && isTest(target),
    );
    expect(wrong.map(tell)).toEqual([]);
  });

  it('has no cycle of imports, not even of types', () => {
    const edges = new Map<string, readonly string[]>();
    for (const file of productFiles) {
      edges.set(
        file,
        importsOf(file).flatMap(({ target }) => target ?? []),
      );
    }
    expect(cyclesOf(edges)).toEqual([]);
  });

  it('has no file that nothing imports, but for the entries', () => {
    const entries = ['index', 'cli', 'reading/output-worker']
      .map((name) => `src/main/${name}.ts`)
      .concat('src/preload/index.ts', 'src/service-worker/service-worker.ts');
    // A bench measures what it imports, so that counts as a use.
    const users = codeFiles.filter((file) => !isTest(file));
    const reached = new Set(users.flatMap((file) => importsOf(file)).map(({ target }) => target));
    const html = files
      .filter((file) => /^src\/.*\.html$/.test(file))
      .map(textOf)
      .join('\n');
    const lost = productFiles.filter(
      (file) =>
        !entries.includes(file) && !reached.has(file) && !html.includes(file.split('/').at(-1)!),
    );
    expect(lost).toEqual([]);
  });

  it('is made of modules that parse', () => {
    for (const file of sourceFiles) expect(() => parse(file)).not.toThrow();
  });
});

/** Each group of files that import each other in a circle, found by walking depth first. */
function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const seenAt = path.indexOf(file);
    if (seenAt !== -1) {
      cycles.push([...path.slice(seenAt), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) walk(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) walk(file);
  return cycles;
}

describe('cyclesOf', () => {
  it('finds a circle, and none where there is only a diamond', () => {
    const diamond = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
      ['d', []],
    ]);
    expect(cyclesOf(diamond)).toEqual([]);
    expect(cyclesOf(new Map([...diamond, ['d', ['a']]]))).toContain('a -> b -> d -> a');
  });
});
