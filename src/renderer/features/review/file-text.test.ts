import { describe, expect, it } from 'vitest';
import type { FileSide } from '#shared/contract/reviews.ts';
import { fileTextOf } from './file-text.ts';

const absent: FileSide = { kind: 'absent' };
const text = (content: string): FileSide => ({ kind: 'text', text: content });

describe('fileTextOf', () => {
  it('shows a new file as its own lines, and nothing as removed', () => {
    expect(fileTextOf(absent, text('A\n'))).toEqual({ kind: 'whole', change: 'added', text: 'A' });
    expect(fileTextOf(text(''), text('A\r\n'))).toMatchObject({ change: 'added', text: 'A' });
    expect(fileTextOf(absent, text('A\n\n'))).toMatchObject({ text: 'A\n' });
  });

  it('shows a deleted file as its own lines, and nothing as added', () => {
    const gone = { kind: 'whole', change: 'removed', text: 'A\nB' };
    expect(fileTextOf(text('A\nB\n'), absent)).toEqual(gone);
    expect(fileTextOf(text('A\nB\n'), text(''))).toEqual(gone);
  });

  it('takes the end of the last line for no line of its own', () => {
    expect(fileTextOf(text('A\n'), text('A\nB\n'))).toEqual({
      kind: 'pair',
      before: 'A',
      after: 'A\nB',
    });
  });

  it('tells a last line without an end where that is a change', () => {
    const told = String.raw`A \ No newline at end of file`;
    expect(fileTextOf(text('A'), text('A\n'))).toMatchObject({ before: told, after: 'A' });
    expect(fileTextOf(text('A\n'), text('A'))).toMatchObject({ before: 'A', after: told });
    expect(fileTextOf(absent, text('A'))).toMatchObject({ text: told });
    expect(fileTextOf(text('A'), text('B'))).toMatchObject({ before: 'A', after: 'B' });
  });

  it('knows a file without lines, and one that is no text', () => {
    expect(fileTextOf(absent, text(''))).toEqual({ kind: 'empty' });
    expect(fileTextOf(absent, { kind: 'binary', bytes: 3 })).toBeNull();
    expect(fileTextOf({ kind: 'too_large', bytes: 3 }, text('A'))).toBeNull();
  });
});
