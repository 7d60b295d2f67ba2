import { describe, expect, it } from 'vitest';
import { parseDifferences } from './file-changes.ts';
import { parseTreeEntry } from './file-content.ts';
import { parseSnapshots } from './vault.ts';

const [zeros, one, two] = ['0'.repeat(40), '1'.repeat(40), '2'.repeat(40)];

describe('parseDifferences', () => {
  it('reads nothing from nothing', () => {
    expect(parseDifferences('')).toEqual([]);
  });

  it('reads each kind of change, whatever the path is', () => {
    const output = [
      `:000000 100644 ${zeros} ${one} A`,
      'new\nfile',
      `:100644 100644 ${one} ${two} M`,
      ':looks like a record M',
      `:100644 100644 ${one} ${two} R086`,
      'old name',
      'new\tname',
      `:100644 120000 ${one} ${two} T`,
      'link',
      `:100644 000000 ${one} ${zeros} D`,
      'gone',
      '3\t0\tnew\nfile',
      '-\t-\t:looks like a record M',
      '1\t2\t',
      'old name',
      'new\tname',
      '1\t9\tlink',
      '0\t4\tgone',
      '',
    ].join('\0');
    const difference = (
      kind: string,
      path: string,
      additions: number | null,
      deletions: number | null,
      previousPath: string | null = null,
    ): unknown => ({ kind, path, previousPath, additions, deletions });
    expect(parseDifferences(output)).toEqual([
      difference('added', 'new\nfile', 3, 0),
      difference('modified', ':looks like a record M', null, null),
      difference('renamed', 'new\tname', 1, 2, 'old name'),
      difference('modified', 'link', 1, 9),
      difference('deleted', 'gone', 0, 4),
    ]);
  });
});

describe('parseTreeEntry', () => {
  it('reads a file, and what is none', () => {
    const output = [
      `100644 blob ${one}      12\ta b`,
      `040000 tree ${two}       -\tfolder`,
      '',
    ].join('\0');
    expect(parseTreeEntry(output, 'a b')).toEqual({ mode: '100644', object: one, size: 12 });
    expect(parseTreeEntry(output, 'folder')).toEqual({ mode: '040000', object: two, size: null });
    expect(parseTreeEntry(output, 'a')).toBeNull();
    expect(parseTreeEntry('', 'a')).toBeNull();
  });
});

describe('parseSnapshots', () => {
  const prefix = 'refs/switchyard/vault/e.1/';

  it('reads each snapshot with its first parent and time, in the order of the numbers', () => {
    const output = [
      [`${prefix}10`, one, `${two} ${zeros}`, '1767225600', 'e.1: Ten'].join('\0'),
      [`${prefix}2`, two, '', '0', ''].join('\0'),
      [`${prefix}other`, two, '', '0', ''].join('\0'),
      '',
    ].join('\n');
    expect(parseSnapshots(output, prefix)).toEqual([
      {
        ref: `${prefix}2`,
        commit: two,
        parent: null,
        number: 2,
        subject: '',
        createdAt: '1970-01-01T00:00:00.000Z',
      },
      {
        ref: `${prefix}10`,
        commit: one,
        parent: two,
        number: 10,
        subject: 'e.1: Ten',
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });
});
