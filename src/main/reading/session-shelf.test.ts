import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { entryText } from '#shared/core/agent-output/session/entry-text.ts';
import { SessionShelf } from './session-shelf.ts';
import type { SessionPart, SessionRequest } from './session-shelf.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-shelf-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function said(text: string): string {
  const message = { id: text, content: [{ type: 'text', text }] };
  return `${JSON.stringify({ type: 'assistant', message })}\n`;
}

/** A transcript with an entry for each text. */
function write(name: string, texts: readonly string[]): void {
  writeFileSync(join(folder, name), texts.map(said).join(''));
}

function numbers(count: number, padding = ''): readonly string[] {
  return Array.from({ length: count }, (_, index) => `Entry ${index}${padding}`);
}

function request(name: string, more: Partial<SessionRequest> = {}): SessionRequest {
  const file = { folder, name };
  return { file, format: 'claude', folder: null, from: null, count: 3, isOver: false, ...more };
}

function textsOf({ entries }: SessionPart): readonly string[] {
  return entries.map(entryText);
}

describe('the sessions that are kept ready', () => {
  it('answer the newest entries, or those from a place on, in the bounds of what there is', async () => {
    write('a', numbers(10));
    const shelf = new SessionShelf();
    const newest = await shelf.read(request('a'));
    expect(newest).toMatchObject({ first: 0, end: 10, from: 7, isWhole: true, isCut: false });
    expect(textsOf(newest)).toEqual(['Entry 7', 'Entry 8', 'Entry 9']);
    const places = [2, 9, 99, -5].map(async (from) => shelf.read(request('a', { from })));
    expect((await Promise.all(places)).map(textsOf)).toEqual([
      ['Entry 2', 'Entry 3', 'Entry 4'],
      ['Entry 9'],
      [],
      ['Entry 0', 'Entry 1', 'Entry 2'],
    ]);
  });

  it('have what was printed since they were asked for last', async () => {
    write('a', ['one']);
    const shelf = new SessionShelf();
    expect(textsOf(await shelf.read(request('a')))).toEqual(['one']);
    appendFileSync(join(folder, 'a'), said('two'));
    expect(textsOf(await shelf.read(request('a')))).toEqual(['one', 'two']);
  });

  it('answer nothing of a transcript that is not there yet', async () => {
    const part = await new SessionShelf().read(request('nowhere'));
    expect(part).toMatchObject({ bytes: 0, first: 0, end: 0, entries: [], pending: '' });
    expect(part.activity).toEqual({ words: '', kind: 'text', since: null, until: null });
  });

  it('have the end of a long session at once, and all of it when it is asked for again', async () => {
    write('long', numbers(5_000, ` ${'x'.repeat(100)}`));
    const shelf = new SessionShelf();
    const glimpse = await shelf.read(request('long'));
    expect(glimpse).toMatchObject({ isWhole: false, isCut: false });
    expect(glimpse.end).toBeLessThan(3_000);
    const whole = await shelf.read(request('long'));
    expect(whole).toMatchObject({ isWhole: true, isCut: false, first: 0, end: 5_000 });
    expect(textsOf(whole)).toEqual(textsOf(glimpse));
    expect(whole.bytes).toBe(glimpse.bytes);
  });

  it('give no glimpse of a long session to whoever asks for a place of it', async () => {
    write('long', numbers(5_000, ` ${'x'.repeat(100)}`));
    const part = await new SessionShelf().read(request('long', { from: 1, count: 1 }));
    expect(part).toMatchObject({ isWhole: true, from: 1, end: 5_000 });
    expect(textsOf(part)[0]).toMatch(/^Entry 1 x/);
  });

  it('show what is being printed, and whether it is a question', async () => {
    const shelf = new SessionShelf();
    const pendingOf = async (text: string, isOver = false): Promise<unknown> => {
      writeFileSync(join(folder, 'a'), `${said('one')}${text}`);
      const { pending, isQuestion } = await shelf.read(request('a', { isOver }));
      return [pending, isQuestion];
    };
    expect(await pendingOf('Overwrite it? (y/n) ')).toEqual(['Overwrite it? (y/n) ', true]);
    expect(await pendingOf('Reading the files')).toEqual(['Reading the files', false]);
    // Half of an event is shown only where its other half will never come.
    expect(await pendingOf('{"type":"assis')).toEqual(['', false]);
    expect(await pendingOf('{"type":"assis', true)).toEqual(['{"type":"assis', false]);
  });

  it('are searched in any case; where too much is found, the newest places count', async () => {
    write('a', ['Reads FILES', 'thinks', 'writes files', 'tests', 'Files again']);
    const shelf = new SessionShelf();
    const find = async (words: string, most: number): Promise<readonly number[]> =>
      shelf.find({ file: { folder, name: 'a' }, format: 'claude', folder: null }, words, most);
    expect(await find('files', 10)).toEqual([0, 2, 4]);
    expect(await find('FILES', 2)).toEqual([2, 4]);
    expect(await find('nothing of the kind', 10)).toEqual([]);
  });

  it('are as many as are looked at; one that was put away is read again', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const name of names) write(name, [`in ${name}`]);
    const shelf = new SessionShelf();
    for (let round = 0; round < 2; round += 1) {
      const parts = await Promise.all(names.map(async (name) => shelf.read(request(name))));
      expect(parts.flatMap(textsOf)).toEqual(names.map((name) => `in ${name}`));
    }
  });

  it('are read apart for each format', async () => {
    write('a', ['one']);
    const shelf = new SessionShelf();
    expect(textsOf(await shelf.read(request('a')))).toEqual(['one']);
    const plain = await shelf.read(request('a', { format: 'plain' }));
    expect(textsOf(plain)).toEqual([said('one').trim()]);
  });
});
