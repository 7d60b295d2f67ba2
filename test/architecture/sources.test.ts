import { describe, expect, it } from 'vitest';
import { builtInSources } from '#main/sources/registry.ts';
import { codeOf, importsOf, productFiles } from './source-files.ts';

const room = 'src/main/sources/';
const kinds = builtInSources.map(({ kind }) => kind);
const outside = productFiles.filter((file) => !file.startsWith(room));

/** Places of a code that compare something with a kind of sources, or switch on it. */
function branchesOn(code: string): readonly string[] {
  const named = `['"\`](?:${kinds.join('|')})['"\`]`;
  const compared = new RegExp(`[=!]==?\\s*${named}|${named}\\s*[=!]==?|\\bcase\\s+${named}`, 'g');
  return code.match(compared) ?? [];
}

describe('sources (src/main/sources)', () => {
  it('are a folder each, and a row of the registry', () => {
    const folders = productFiles
      .filter(
        (file) => file.startsWith(room) && /^[^/]+\/source\.ts$/.test(file.slice(room.length)),
      )
      .map((file) => file.slice(room.length).split('/')[0]);
    expect(folders).toHaveLength(kinds.length);
    expect(new Set(folders)).toEqual(new Set(kinds));
  });

  it('are named by nobody else in a branch', () => {
    expect(branchesOn("if (source.kind === 'backlog-md') {")).toHaveLength(1);
    expect(branchesOn("    case 'json': return source;")).toHaveLength(1);
    const named = outside.filter((file) => branchesOn(codeOf(file)).length > 0);
    expect(named).toEqual([]);
  });

  it('are reached from elsewhere through what all of them have in common', () => {
    const through = outside.flatMap((file) =>
      importsOf(file).filter(({ target }) => target?.startsWith(room) === true),
    );
    const deep = through.filter(({ target }) => target?.slice(room.length).includes('/') === true);
    expect(through.length).toBeGreaterThan(3);
    expect(deep.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });
});
