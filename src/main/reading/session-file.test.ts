import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { entryText } from '#shared/core/agent-output/session/entry-text.ts';
import { SessionFile } from './session-file.ts';

let folder = '';
let transcript = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-session-'));
  transcript = join(folder, 'transcript');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

/** A line in which the agent says something. */
function said(text: string): string {
  const message = { id: text, content: [{ type: 'text', text }] };
  return `${JSON.stringify({ type: 'assistant', message })}\n`;
}

function sessionOf(most?: number): SessionFile {
  const file = { folder, name: 'transcript' };
  return new SessionFile({ file, format: 'claude', folder: null }, most);
}

function textsOf({ session: { entries } }: SessionFile): readonly string[] {
  return entries.slice(entries.first, entries.end).map(entryText);
}

describe('the session of a transcript', () => {
  it('is empty while there is no transcript, and goes on where it was', async () => {
    const file = sessionOf();
    await file.advance();
    expect([textsOf(file), file.bytes, file.isCut]).toEqual([[], 0, false]);
    writeFileSync(transcript, said('one'));
    await file.advance();
    const { session } = file;
    appendFileSync(transcript, said('two'));
    await file.advance();
    await file.advance();
    expect(file.session).toBe(session);
    expect(textsOf(file)).toEqual(['one', 'two']);
    expect(file.bytes).toBe(said('one').length + said('two').length);
  });

  it('waits for the end of a line, wherever it is cut, also inside a character', async () => {
    const file = sessionOf();
    const bytes = Buffer.from(said('zwölf 日本'));
    for (const [at] of bytes.entries()) {
      appendFileSync(transcript, bytes.subarray(at, at + 1));
      await file.advance();
      const isWhole = at === bytes.length - 1;
      expect(textsOf(file)).toEqual(isWhole ? ['zwölf 日本'] : []);
      expect(file.partial === '').toBe(isWhole);
    }
  });

  it('shows the line that is being printed', async () => {
    writeFileSync(transcript, `${said('one')}Overwrite it? (y/n)`);
    const file = sessionOf();
    await file.advance();
    expect(file.partial).toBe('Overwrite it? (y/n)');
  });

  it('begins again when the transcript has become shorter', async () => {
    const file = sessionOf();
    writeFileSync(transcript, said('one') + said('two'));
    await file.advance();
    writeFileSync(transcript, said('new'));
    await file.advance();
    expect([textsOf(file), file.bytes]).toEqual([['new'], said('new').length]);
  });

  it('leaves out the beginning of one that is long, and the line that it is cut in', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => said(`line ${index + 10}`));
    writeFileSync(transcript, lines.join(''));
    const file = sessionOf(Buffer.byteLength(lines[0]!) * 3 + 5);
    await file.advance();
    expect(textsOf(file)).toEqual(['line 57', 'line 58', 'line 59']);
    expect([file.isCut, file.partial]).toEqual([true, '']);
    appendFileSync(transcript, said('more'));
    await file.advance();
    expect(textsOf(file).at(-1)).toBe('more');
  });

  it('reads one of several pieces, and only the beginning of a line without end', async () => {
    const long = 'x'.repeat(17 * 1024 ** 2);
    writeFileSync(transcript, `${said('one')}${long}`);
    const file = sessionOf();
    await file.advance();
    expect(file.partial).toBe('');
    appendFileSync(transcript, `${long}\n${said('two')}`);
    await file.advance();
    const [first, note = '', last] = textsOf(file);
    expect([first, last, textsOf(file).length]).toEqual(['one', 'two', 3]);
    expect(note.length).toBeLessThan(70_000);
    expect(note).toContain('… the rest of this line is only in the raw output');
  });

  it('has the times that were noted beside it, each for what was printed from there on', async () => {
    writeFileSync(transcript, said('one') + said('two'));
    const second = said('one').length;
    writeFileSync(`${transcript}.times`, `0 1000\n${second} 2000\n`);
    const file = sessionOf();
    await file.advance();
    const third = file.bytes;
    appendFileSync(transcript, said('three'));
    appendFileSync(`${transcript}.times`, `${third} 3000\n`);
    await file.advance();
    const { entries } = file.session;
    expect(entries.slice(0, 3).map(({ at }) => at)).toEqual([1_000, 2_000, 3_000]);
  });

  it('follows no link that an agent has put in the place of its transcript', async () => {
    writeFileSync(join(folder, 'secret'), said('secret'));
    symlinkSync('secret', transcript);
    await expect(sessionOf().advance()).rejects.toThrow('transcript cannot be read');
  });
});
