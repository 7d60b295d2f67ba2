import { describe, expect, it } from 'vitest';
import { scanners, withoutRow } from '../helpers/scanners.ts';
import { codeFiles, isTest, productFiles, textOf } from './source-files.ts';

/** Files that read what agents and checks print. */
const readers = [
  ...productFiles.filter((file) => file.startsWith('src/shared/core/agent-output/')),
  'src/shared/core/protocol/carry-forward.ts',
  'src/shared/core/protocol/failure-signature.ts',
  'src/shared/core/rate-limits/rate-limit.ts',
  'src/shared/core/agent-output/report-parsing.ts',
  'src/shared/lib/escape-sequences.ts',
  'src/shared/lib/trim.ts',
  'src/main/terminal/mode-scan.ts',
  'src/main/terminal/output-tail.ts',
  'src/main/terminal/unfinished.ts',
  'src/main/verify/output-tail.ts',
];

function exportedBy(file: string): readonly string[] {
  const names = textOf(file).matchAll(/^export (?:async )?(?:function|class) (\w+)/gm);
  return [...names].flatMap(([, name]) => name ?? []);
}

describe('every reader of agents’ and checks’ output', () => {
  it('is in the table that is tried with hostile text (test/helpers/scanners.ts), or it says there why not', () => {
    const named = new Set(scanners.map(({ name }) => name.split(' ')[0] ?? ''));
    const exported = readers.flatMap(exportedBy);
    expect(exported.length).toBeGreaterThan(20);
    expect(exported.filter((name) => !named.has(name) && !Object.hasOwn(withoutRow, name))).toEqual(
      [],
    );
  });

  it('takes escapes out with the one that is linear', () => {
    const others = codeFiles.filter(
      (file) => !isTest(file) && textOf(file).includes('stripVTControlCharacters'),
    );
    expect(others).toEqual([]);
  });
});
