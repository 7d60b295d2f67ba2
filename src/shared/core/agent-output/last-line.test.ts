import { describe, expect, it } from 'vitest';
import { lastLine } from './last-line.ts';

describe('lastLine', () => {
  it('is the last line that a plain agent printed, without escapes', () => {
    expect(lastLine('plain', 'one\r\n\u001B[32mrunning: npm test\u001B[0m\r\n\r\n')).toBe(
      'running: npm test',
    );
    expect(lastLine('plain', '{"s":"s"}\n')).toBe('{"s":"s"}');
    expect(lastLine('plain', '\r\n')).toBeNull();
  });

  it('is what an agent said that prints events, also when the tail begins inside of one', () => {
    const said = {
      type: 'assistant',
      message: { id: 'm', content: [{ type: 'text', text: 'First.\nI add the cache.' }] },
    };
    const tail = `"cut":"off"}\n${JSON.stringify(said)}\n{"type":"user"}\n`;
    expect(lastLine('claude', tail)).toBe('I add the cache.');
  });

  it('is never an event itself', () => {
    expect(lastLine('claude', 'cut off"}\n{"type":"system"}\n')).toBeNull();
    expect(lastLine('codex', 'command not found\n{"type":"x"}\n')).toBe('command not found');
  });
});
