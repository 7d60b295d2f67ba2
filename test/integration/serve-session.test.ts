import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Access } from '#main/serve/access.ts';
import { sessionKey } from '#main/serve/session-key.ts';

const now = Date.UTC(2026, 0, 1);
const dayMs = 24 * 3_600_000;
let file = '';

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-session-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  file = join(folder, 'serve', 'session.json');
});

async function keyAt(time: number): Promise<string> {
  const key = await sessionKey(file, time);
  if (!key.ok) throw new Error(key.error.message);
  return key.value;
}

describe('the key of page sessions', () => {
  it('outlives the process, in a file that only its owner can read', async () => {
    const key = await keyAt(now);
    expect(await keyAt(now + dayMs)).toBe(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(key.length).toBeGreaterThanOrEqual(43);
  });

  it.each([
    ['too old', () => undefined, now + 15 * dayMs],
    ['from the future', () => undefined, now - dayMs],
    ['damaged', () => writeFileSync(file, '{"key":'), now],
    ['readable by others', () => chmodSync(file, 0o644), now],
  ])('is replaced when it is %s', async (_what, harm, time) => {
    const key = await keyAt(now);
    harm();
    const other = await keyAt(time);
    expect(other).not.toBe(key);
    expect(readFileSync(file, 'utf8')).toContain(other);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('a page that was let in', () => {
  const enter = (access: Access): string => {
    const cookie = access.exchange(access.token ?? '');
    return (cookie ?? '').split(';')[0]!;
  };
  const asks = (cookie: string) => ({ host: undefined, origin: undefined, cookie });

  it('is known to the next process on the same port, whose token it does not need', async () => {
    const cookie = enter(new Access(4817, await keyAt(now)));
    expect(new Access(4817, await keyAt(now + dayMs)).knows(asks(cookie))).toBe(true);
  });

  it('is a stranger on another port, and after the key was replaced', async () => {
    const cookie = enter(new Access(4817, await keyAt(now)));
    const value = cookie.split('=')[1]!;
    const otherPort = new Access(4818, await keyAt(now));
    expect(otherPort.knows(asks(`switchyard-4818=${value}`))).toBe(false);
    expect(new Access(4817, await keyAt(now + 20 * dayMs)).knows(asks(cookie))).toBe(false);
  });

  it('needs the token again where it has no cookie', async () => {
    const access = new Access(4817, await keyAt(now));
    expect(access.knows(asks('switchyard-4817='))).toBe(false);
    expect(access.exchange('another token')).toBeNull();
  });
});
