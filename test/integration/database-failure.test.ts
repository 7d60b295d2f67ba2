import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scopeOf } from '#shared/core/runs/failure-scope.ts';
import { databaseFailure } from '#main/store/database-failure.ts';

function file(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-database-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'switchyard.db');
  writeFileSync(path, content);
  return path;
}

/** Result codes of SQLite: corrupt, not a database, and a finer one of each kind. */
const damaged = [11, 26, 11 + 256 * 3];
/** It can be opened, and every read of it fails, as on a disk that dies. */
const unreadable = '/proc/self/mem';

describe('a database that SQLite calls damaged', () => {
  it.each(damaged)('is on a disk that fails, where its file cannot be read (%i)', (code) => {
    const told = databaseFailure(unreadable, code, 'database disk image is malformed');
    expect(told?.code).toBe('database-io-failed');
    expect(told?.message).toMatch(/Input\/output error/);
    expect(told?.action).not.toMatch(/backups|move/i);
  });

  it.each(damaged)(
    'is damaged where the file can be read; the disk is asked for first (%i)',
    (code) => {
      const told = databaseFailure(file('x'.repeat(9_000)), code, 'file is not a database');
      expect(told?.code).toBe('database-damaged');
      expect(told?.action).toMatch(/^Make sure that its disk is in order, keep a copy .*backups/);
      expect(told?.action).not.toContain('afresh');
    },
  );
});

describe('what SQLite says', () => {
  it.each([5, 6, 7, 8, 3, 14, 10, 13, 11, 26, 4874, 266, 778, 1546])(
    'is the trouble of every task, in words (%i)',
    (code) => {
      const told = databaseFailure(file('x'), code, 'in its own words');
      if (told === null) throw new Error(`Nothing is said of ${code}.`);
      expect(scopeOf(told)).toBe('run');
      expect(told.message).toMatch(/\.$/);
      expect(told.action).toMatch(/\.$/);
    },
  );

  it.each([1, 19, 20, 21, 25])('is an error in this program (%i)', (code) => {
    expect(databaseFailure(file('x'), code, 'syntax error')).toBeNull();
  });
});
