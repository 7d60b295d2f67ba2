import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { failure, FailureError } from '#shared/lib/failure.ts';
import { anyFailureOf, failureOf } from './system-failure.ts';

/** An error as `node:fs` throws it. */
function systemError(code: string, more: Readonly<Record<string, unknown>> = {}): Error {
  const error = new Error(`${code}: what the system calls it, open '/place/file'`);
  return Object.assign(error, { code, errno: -1, syscall: 'open', path: '/place/file', ...more });
}

const codes = Object.keys(constants.errno);

describe('an error of the operating system', () => {
  it.each(codes)(
    '%s is a sentence about what was asked, with what to do, and no place in the program',
    (code) => {
      const told = failureOf(systemError(code));
      expect(told).not.toBeNull();
      expect(told?.message).toMatch(/^[A-Z/].*\.$/);
      expect(told?.message).toContain('/place/file');
      expect(told?.action).toMatch(/\.$/);
      expect(JSON.stringify(told)).not.toMatch(/\\n|\bat .*\.[jt]s/);
    },
  );

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EMFILE', 'too-many-files'],
    ['ENFILE', 'too-many-files'],
    ['ENOMEM', 'out-of-memory'],
    ['EAGAIN', 'too-many-processes'],
    ['EIO', 'disk-failed'],
    ['ENAMETOOLONG', 'name-too-long'],
    ['EACCES', 'no-permission'],
    ['EROFS', 'read-only'],
    ['ELOOP', 'link-loop'],
    ['ESTALE', 'disk-failed'],
  ])('%s has the code %s', (code, expected) => {
    expect(failureOf(systemError(code))?.code).toBe(expected);
  });

  it('names the port where it is about one', () => {
    const told = failureOf(systemError('EADDRINUSE', { path: undefined, port: 4817 }));
    expect(told?.message).toBe('Another program listens on port 4817.');
  });

  it('is told from an error in this program', () => {
    expect(failureOf(new TypeError('x is not a function'))).toBeNull();
    expect(
      failureOf(Object.assign(new TypeError('bad'), { code: 'ERR_INVALID_ARG_TYPE' })),
    ).toBeNull();
    expect(failureOf('a text')).toBeNull();
  });
});

describe('what was thrown', () => {
  it('is the failure that it carries', () => {
    const carried = failure('some-code', 'It went wrong.', 'Mend it.');
    expect(anyFailureOf(new FailureError(carried))).toBe(carried);
  });

  it('is one sentence where it is an error in this program, whatever that says', () => {
    const told = anyFailureOf(
      new TypeError('one\n    at place (file.ts:1:1)'),
      '/data/errors/x.txt',
    );
    expect(told.code).toBe('program-error');
    expect(told.message).toBe('Switchyard met an error of its own: TypeError: one.');
    expect(told.action).toContain('/data/errors/x.txt');
    expect(JSON.stringify(told)).not.toContain('file.ts');
  });
});
