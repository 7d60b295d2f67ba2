import { expect, test } from 'vitest';
import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { tailActivity } from './tail-activity.ts';

function words(format: OutputFormat, tail: string): string {
  return tailActivity(format, tail, 5).words;
}

test('of plain text it is the last line that is not empty, also one that is not whole', () => {
  expect(words('plain', 'first\nsecond\n\n')).toBe('second');
  expect(words('plain', 'first\nsecond\nthi')).toBe('thi');
  expect(words('plain', '\n \n')).toBe('');
});

test('of events it is what was said last, without the line for the app', () => {
  const text = 'First.\nThen this.\n{"s":"s","sum":"done"}';
  const said = { type: 'assistant', message: { content: [{ type: 'text', text }] } };
  const tail = `"cut":"off"}\n${JSON.stringify(said)}\n{"type":"user"}\n{"type":"assis`;
  expect(words('claude', tail)).toBe('Then this.');
});

test('while a tool runs it is that, whatever was said before', () => {
  const part = { type: 'tool_use', id: 't', name: 'Bash', input: { command: 'npm test' } };
  const used = { type: 'assistant', message: { content: [{ type: 'text', text: 'Hm' }, part] } };
  const activity = tailActivity('claude', `${JSON.stringify(used)}\n`, 5);
  expect(activity).toEqual({ words: 'Bash: npm test', kind: 'tool', since: 5, until: null });
});

test('without words it is nothing, and what a tool printed beside its events is words', () => {
  expect(words('claude', 'cut off"}\n{"type":"system"}\n')).toBe('');
  expect(words('codex', 'command not found\n{"type":"turn.started"}\n')).toBe('command not found');
});

test('names files from the folder of the agent, the end of a path being what tells them apart', () => {
  const folder = '/home/somebody/.local/share/switchyard/worktrees/w1';
  const doing = (tool_name: string, file_path: string): string => {
    const used = { type: 'tool_use', tool_name, tool_id: 'r', parameters: { file_path } };
    return tailActivity('gemini', `${JSON.stringify(used)}\n`, 5, folder).words;
  };
  expect(doing('read_file', `${folder}/src/app/page.ts`)).toBe('read_file: src/app/page.ts');
  expect(doing('list_directory', folder)).toBe('list_directory: .');
  expect(doing('read_file', `${folder}2/page.ts`)).toBe(`read_file: ${folder}2/page.ts`);
});
