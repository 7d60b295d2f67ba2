import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ToolEndEvent, ToolEvent } from '#shared/core/agent-output/events/agent-event.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import { EntryList } from './entry-list.ts';
import { wholeText } from './kept-text.ts';
import { SessionTools } from './session-tools.ts';

const begins = (id: string, more: Partial<ToolEvent> = {}): ToolEvent => ({
  kind: 'tool',
  id,
  name: 'Bash',
  action: 'run',
  subject: 'npm test',
  files: [],
  isNested: false,
  ...more,
});
const ends = (id: string, more: Partial<ToolEndEvent> = {}): ToolEndEvent => ({
  kind: 'tool_end',
  id,
  state: 'done',
  output: '',
  exitCode: null,
  tookMs: null,
  files: null,
  ...more,
});
const refusal = (toolId: string | null, reason: string) =>
  ({ kind: 'refused', toolId, tool: 'WebFetch', reason }) as const;
const file = { path: '/w/1/a.ts', kind: 'edited', added: 2, removed: null } as const;

/** Tools of an agent that works in /w/1. */
function start() {
  const entries = new EntryList();
  const tools = new SessionTools(entries, (path) => path.replace(/^\/w\/1\//, ''));
  return { entries, tools, all: () => entries.slice(entries.first, entries.end) };
}

function toolAt(entries: EntryList, place: number): Extract<SessionEntry, { kind: 'tool' }> {
  const entry = entries.at(place);
  if (entry?.kind !== 'tool') throw new Error(`There is no tool at ${place}.`);
  return entry;
}

describe('a tool', () => {
  it('runs from its beginning, and is described better where it begins again', () => {
    const { tools, all } = start();
    tools.begin(begins('t1', { subject: '' }), 1_000);
    tools.begin(begins('t1', { subject: 'npm run build' }), 2_000);
    expect(all()).toEqual([
      expect.objectContaining({ at: 1_000, subject: 'npm run build', state: 'running' }),
    ]);
    expect(tools.newest()).toMatchObject({ place: 0, since: 1_000 });
  });

  it('ends with what it printed and its exit code, and runs no more', () => {
    const { entries, tools } = start();
    tools.begin(begins('t1'), null);
    tools.end(ends('t1', { state: 'failed', output: '2 fail', exitCode: 1 }), null);
    const ended = toolAt(entries, 0);
    expect(ended).toMatchObject({ state: 'failed', exitCode: 1, tookMs: null });
    expect(wholeText(ended.output)).toBe('2 fail');
    expect(tools.newest()).toBeNull();
  });

  it('took what it measured itself, else the time between what was printed', () => {
    const { entries, tools } = start();
    for (const [id, tookMs] of [
      ['own', 7],
      ['seen', null],
    ] as const) {
      tools.nextStep();
      tools.begin(begins(id), 1_000);
      tools.nextStep();
      tools.end(ends(id, { tookMs }), 4_000);
    }
    expect([toolAt(entries, 0).tookMs, toolAt(entries, 1).tookMs]).toEqual([7, 3_000]);
  });

  it('whose beginning and end were printed at once took a time that nobody knows', () => {
    const { entries, tools } = start();
    tools.nextStep();
    tools.begin(begins('t1'), 1_000);
    tools.end(ends('t1'), 1_000);
    expect(toolAt(entries, 0).tookMs).toBeNull();
  });

  it('never took less than no time, although a clock was put back', () => {
    const { entries, tools } = start();
    tools.begin(begins('t1'), 5_000);
    tools.nextStep();
    tools.end(ends('t1'), 4_000);
    expect(toolAt(entries, 0).tookMs).toBe(0);
  });

  it('whose beginning was cut off is shown by its end', () => {
    const { entries, tools } = start();
    tools.end(ends('t1', { output: 'ok' }), 9_000);
    expect(toolAt(entries, 0)).toMatchObject({
      name: 'Tool',
      at: 9_000,
      state: 'done',
      tookMs: null,
    });
  });

  it('keeps the beginning and the end of a huge output, and a bounded subject', () => {
    const { entries, tools } = start();
    tools.begin(begins('t1', { subject: 'x'.repeat(100_000) }), null);
    tools.end(ends('t1', { output: `first${'漢'.repeat(1_000_000)}last` }), null);
    const { subject, output } = toolAt(entries, 0);
    expect(subject).toHaveLength(8 * 1024);
    expect(output.text.startsWith('first') && output.end.endsWith('last')).toBe(true);
    expect(output.text.length + output.end.length).toBe(24 * 1024);
  });

  it('shows no control character of its name, its subject or its output', () => {
    const { entries, tools } = start();
    const escape = String.fromCodePoint(27);
    tools.begin(begins('t1', { name: 'a\nb', subject: `${escape}[31mls` }), null);
    tools.end(ends('t1', { output: `${escape}[2Jok` }), null);
    const { name, subject, output } = toolAt(entries, 0);
    expect([name, subject, output.text]).toEqual(['a b', 'ls', 'ok']);
  });
});

describe('the files of a tool', () => {
  it('are named from the folder of the agent, as is what it reads, lists and edits', () => {
    const { entries, tools } = start();
    tools.begin(begins('e', { action: 'edit', subject: file.path, files: [file] }), null);
    tools.begin(begins('r', { action: 'read', subject: '/w/1/b.ts' }), null);
    tools.begin(begins('l', { action: 'search', subject: '/w/1/src' }), null);
    tools.begin(begins('x', { action: 'run', subject: '/w/1/run.sh' }), null);
    const both = { subject: '/w/1/a.ts\n/w/1/b.ts', files: [file, { ...file, path: '/w/1/b.ts' }] };
    tools.begin(begins('m', both), null);
    expect(toolAt(entries, 0).files).toEqual([{ ...file, path: 'a.ts' }]);
    const subjects = [0, 1, 2, 3, 4].map((place) => toolAt(entries, place).subject);
    // A command is shown as it was run.
    expect(subjects).toEqual(['a.ts', 'b.ts', 'src', '/w/1/run.sh', 'a.ts\nb.ts']);
  });

  it('are what its end says, else what its beginning said', () => {
    const { entries, tools } = start();
    for (const id of ['planned', 'patched']) tools.begin(begins(id, { files: [file] }), null);
    tools.end(ends('planned'), null);
    tools.end(ends('patched', { files: [{ ...file, added: 5 }] }), null);
    expect(toolAt(entries, 0).files[0]?.added).toBe(2);
    expect(toolAt(entries, 1).files[0]?.added).toBe(5);
  });

  it('are none where it failed', () => {
    const { entries, tools } = start();
    tools.begin(begins('t1', { files: [file] }), null);
    tools.end(ends('t1', { state: 'failed', files: [file] }), null);
    expect(toolAt(entries, 0).files).toEqual([]);
  });
});

describe('a tool that is not permitted', () => {
  it('is refused with the reason, also when its end says only that it failed', () => {
    const { tools, all } = start();
    tools.begin(begins('t1'), null);
    tools.refuse(refusal('t1', 'mode'), null);
    expect(all()).toEqual([expect.objectContaining({ state: 'refused' })]);
    tools.end(ends('t1', { state: 'failed', output: 'No.' }), null);
    tools.refuse(refusal('t1', 'said again at the end'), null);
    expect(all()).toEqual([
      expect.objectContaining({ state: 'refused', output: { text: 'No.', omitted: 0, end: '' } }),
    ]);
  });

  it('is an entry of its own where nobody saw it begin', () => {
    const { tools, all } = start();
    for (const id of ['t9', 't9', null, null]) tools.refuse(refusal(id, 'mode'), 5);
    const entry = { kind: 'refused', at: 5, tool: 'WebFetch', subject: '', reason: 'mode' };
    // Those without an id may be two.
    expect(all()).toEqual(Array.from({ length: 3 }, () => expect.objectContaining(entry)));
  });
});

describe('the newest tool', () => {
  it('is the one that was begun last of those that run', () => {
    const { tools } = start();
    expect(tools.newest()).toBeNull();
    for (const id of ['a', 'b', 'c']) tools.begin(begins(id, { subject: id }), 1);
    tools.end(ends('c'), 2);
    expect(tools.newest()?.entry.subject).toBe('b');
    tools.endAll();
    expect(tools.newest()).toBeNull();
  });

  it('is still known where far more run than any turn has', () => {
    const { entries, tools } = start();
    for (let index = 0; index < 1_100; index += 1) {
      tools.begin(begins(`t${index}`, { subject: `${index}` }), null);
    }
    expect(tools.newest()?.entry.subject).toBe('1099');
    tools.end(ends('t1099'), null);
    tools.end(ends('t500'), null);
    expect([toolAt(entries, 1_099).state, toolAt(entries, 500).state]).toEqual(['done', 'done']);
    expect(entries.end).toBe(1_100);
  });
});

it('has one entry for each tool, in the order in which they begin, however they end', () => {
  const ids = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 });
  const order = ids.chain((all) =>
    fc.record({
      all: fc.constant(all),
      ended: fc.shuffledSubarray(all),
    }),
  );
  fc.assert(
    fc.property(order, ({ all: begun, ended }) => {
      const { entries, tools, all } = start();
      for (const id of begun) tools.begin(begins(id, { subject: 'x' }), null);
      for (const id of ended) tools.end(ends(id, { output: id }), null);
      expect(all()).toHaveLength(begun.length);
      const states = begun.map((_id, place) => toolAt(entries, place).state);
      expect(states).toEqual(begun.map((id) => (ended.includes(id) ? 'done' : 'running')));
      const newest = begun.findLastIndex((id) => !ended.includes(id));
      expect(tools.newest()?.place ?? -1).toBe(newest);
    }),
  );
});
