import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingPaths } from '#shared/core/project-config/config-expectation.ts';
import {
  groupsIn,
  settingGroups,
  settingsPage,
  withSettingTables,
} from '../../tools/settings-page.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { files, root, textOf } from './source-files.ts';

const documents = files.filter((file) => /^(?:[^/]+|docs\/.*)\.md$/.test(file));
const topLevel = new Set(files.map((file) => file.split('/')[0] ?? ''));
/** Folders that are named in documents as they are in the users' repositories. */
const notOurs = /^(?:docs\/features|\.switchyard)(?:\/|$)/;

interface Mention {
  readonly document: string;
  readonly path: string;
}

/** What stands in backticks and looks like a path of this repository; a wildcard ends it. */
function pathsIn(document: string): readonly Mention[] {
  const inline = textOf(document).replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...inline.matchAll(/`([^`\s]+)`/g)].flatMap(([, quoted = '']) => {
    const path = quoted.replace(/[*<{].*$/, '').replace(/[/:.,]+$/, '');
    if (!/^[\w.@-]+(?:\/[\w.@-]+)+$/.test(path) && !/^[\w-]+\.(?:json|ts|md)$/.test(path))
      return [];
    return topLevel.has(path.split('/')[0] ?? '') && !notOurs.test(path)
      ? [{ document, path }]
      : [];
  });
}

/** Files that Markdown links of a document point to. */
function linksIn(document: string): readonly Mention[] {
  return [...textOf(document).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ document, path: posix.join(posix.dirname(document), target) }));
}

describe('documents', () => {
  it('name only paths that exist', () => {
    const mentions = documents.flatMap((document) => [...pathsIn(document), ...linksIn(document)]);
    expect(mentions.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('name only npm scripts that exist', () => {
    const scripts = new Set(Object.keys(packageFile.scripts));
    const named = documents.flatMap((document) =>
      [...textOf(document).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, script = '']) => ({
        document,
        script,
      })),
    );
    expect(named.filter(({ script }) => !scripts.has(script))).toEqual([]);
  });

  it('number decisions (docs/adr) from 1 without gaps or repetitions', () => {
    const records = files.filter((file) => /^docs\/adr\/\d/.test(file));
    const numbers = records.map((file) => Number.parseInt(file.slice('docs/adr/'.length), 10));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('citations of the product text', () => {
  const number = String.raw`\d+(?:\.\d+)?`;
  const citation = new RegExp(
    String.raw`\bSPEC sections? (${number}(?:(?:,| and|, and) ${number}\b)*)`,
    'g',
  );
  const self = 'test/architecture/documents.test.ts';
  const citing = files
    .filter(
      (file) => /^(?:src|test|tools|bench|docs)\/.*\.(?:tsx?|md)$/.test(file) && file !== self,
    )
    .concat(files.filter((file) => /^[^/]+\.(?:ts|md)$/.test(file)));

  /** The text with comments that go over several lines in one, so that no line break hides a citation. */
  function runningText(file: string): string {
    return textOf(file).replaceAll(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' ');
  }

  const headings = new Set(
    [...textOf('docs/spec.md').matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? \S/gm)].map(([, at]) => at),
  );

  it('name sections that it has', () => {
    const cited = citing.flatMap((file) =>
      [...runningText(file).matchAll(citation)].flatMap(([, list = '']) =>
        list.split(/,? and |, /).map((section) => ({ file, section })),
      ),
    );
    expect(cited.length).toBeGreaterThan(50);
    expect(cited.filter(({ section }) => !headings.has(section))).toEqual([]);
  });

  it('say the section, and cite no text that is not here', () => {
    const bare = /\bSPEC\b(?! sections? \d)|\bDESIGN (?:section )?\d/;
    expect(citing.filter((file) => bare.test(runningText(file)))).toEqual([]);
  });

  it('are not all that a comment says', () => {
    const only = /(?:\/\/|\/\*\*?)\s*\(?(?:See )?SPEC sections? [\d., and]+\)?\.?\s*(?:\*\/|\n)/;
    expect(citing.filter((file) => only.test(textOf(file)))).toEqual([]);
  });

  it('find each section under one number, in order', () => {
    const numbers = [...headings].map((at = '') => at.split('.').map(Number));
    const sorted = numbers.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d);
    expect(numbers).toEqual(sorted);
    expect(numbers.filter((one) => one.length === 1).map(([at]) => at)).toEqual(
      Array.from({ length: 17 }, (_, index) => index),
    );
  });
});

describe('the page of the settings (docs/configuration.md)', () => {
  const page = textOf(settingsPage);

  it('says what the settings say of themselves; `npx node tools/settings-page.ts` writes it', () => {
    expect(page).toBe(withSettingTables(page));
  });

  it('has a table of each group of settings, once', () => {
    expect(groupsIn(page)).toEqual(settingGroups());
    for (const path of settingPaths()) expect(page).toContain(`| \`${nameOf(path)}\` `);
  });

  /** A setting as its table names it: its group is the heading above. */
  function nameOf(path: readonly string[]): string {
    return (path.length === 1 ? path : path.slice(1)).join('.');
  }
});

describe('package-lock.json', () => {
  it('names no registry, so that it installs from whichever one is configured', () => {
    expect(textOf('package-lock.json')).not.toMatch(/"resolved"|\.tgz/);
    const settings = files.filter((file) => file.split('/').at(-1) === '.npmrc').map(textOf);
    expect(settings.join('\n')).not.toMatch(/registry\s*=|_authToken/);
  });
});

describe('tracked files', () => {
  const binary = /\.(?:png|ico|icns|jpg|gif|woff2?)$/;
  const readable = files.filter((file) => !binary.test(file));

  /** Lines with one of these folders at the start of a path. */
  function linesWith(folders: readonly string[], where: readonly string[]): readonly string[] {
    const start = folders.map((folder) =>
      folder.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
    );
    const pattern = new RegExp(`(?<![\\w.~}*-])(?:${start.join('|')})`);
    return where.flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
    );
  }

  it('name no folder of the machine they were written on', () => {
    // Put together here, so that this file does not hold them.
    const machine = ['work', 'root'].map((name) => `/${name}/`);
    expect(linesWith([...machine, `${root}/`], readable)).toEqual([]);
  });

  it('of the product name nobody’s home folder', () => {
    const product = readable.filter((file) => /^(?:src|resources|tools|docs)\//.test(file));
    const code = product.filter((file) => !file.endsWith('.test.ts'));
    expect(
      linesWith(
        ['home', 'Users'].map((name) => `/${name}/`),
        code,
      ),
    ).toEqual([]);
  });

  it('are text with Unix line ends that end in one', () => {
    const generated = /^(?:package-lock\.json$|test\/fixtures\/|resources\/)/;
    const odd = readable.filter((file) => {
      const text = textOf(file);
      return (
        !generated.test(file) && text !== '' && (text.includes('\r\n') || !text.endsWith('\n'))
      );
    });
    expect(odd).toEqual([]);
  });
});
