import { describe, expect, it } from 'vitest';
import { pageActions } from '#renderer/lib/page-action.ts';
import { codeOf, productFiles } from './source-files.ts';

/**
 * Only the command line says what is made here; what is made elsewhere may reach a page. What settings say in the
 * documentation is read beside a terminal; a test of theirs makes sure that the form names no command.
 */
const onlyCommandLine =
  /^src\/(?:renderer|main\/(?:command-line|cli\.ts)|shared\/model\/(?:settings|project-config))/;

/** Codes of the failures whose advice names a command of the command line, `?` where there is no code. */
function codesWithCommands(file: string): readonly string[] {
  const code = codeOf(file);
  return [...code.matchAll(/`switchyard /g)].map(({ index }) => {
    const before = code.slice(0, index);
    const call = before.slice(before.lastIndexOf('failure('));
    return /^failure\(\s*'([\w-]+)'/.exec(call)?.[1] ?? `? in ${file}`;
  });
}

describe('what to do about a failure', () => {
  it('is said in words of the page where the failure names a command', () => {
    const files = productFiles.filter((file) => !onlyCommandLine.test(file));
    const codes = new Set(files.flatMap(codesWithCommands));
    expect(codes.size).toBeGreaterThan(5);
    expect([...codes].sort()).toEqual(Object.keys(pageActions).sort());
    expect(Object.values(pageActions).filter((text) => text.includes('switchyard'))).toEqual([]);
  });
});
