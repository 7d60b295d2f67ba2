import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyBacklogChange } from './edit-task.ts';
import type { FileChange } from '#main/sources/source.ts';
import { defaultBacklogConfig } from './config.ts';
import { parseBacklogTask } from './parse-task.ts';
import type { BacklogTask } from './parse-task.ts';

const updatedAt = '2026-12-24T18:30:45.123Z';

function apply(text: string, change: Omit<FileChange, 'updatedAt'>): string {
  const edited = applyBacklogChange(text, 'f.md', { ...change, updatedAt }, defaultBacklogConfig);
  if (!edited.ok) throw new Error(JSON.stringify(edited.error));
  return edited.value;
}

function read(text: string): BacklogTask {
  const parsed = parseBacklogTask(text, 'f.md');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const head = '---\nid: TASK-1\ntitle: T\nstatus: To Do\n---\n';
const notesBlock =
  '## Implementation Notes\n\n<!-- SECTION:NOTES:BEGIN -->\nNOTE\n<!-- SECTION:NOTES:END -->\n';
const summaryBlock =
  '## Final Summary\n\n<!-- SECTION:FINAL_SUMMARY:BEGIN -->\nSUM\n<!-- SECTION:FINAL_SUMMARY:END -->\n';

describe('front matter', () => {
  it.each([
    ['status: To Do', 'status: Done'],
    ["status: 'To Do'   # mine", "status: 'Done'   # mine"],
    ['status: "To Do"', 'status: "Done"'],
    ['status:    to do', 'status:    Done'],
    ['status: In Progress\nunknown: { x: [1,2] }', 'status: Done\nunknown: { x: [1,2] }'],
  ])('changes nothing but the value of %j', (before, after) => {
    const file = (line: string): string =>
      `---\n# a comment\nzebra: 1\nid: TASK-1\n${line}\nassignee: @me\ntitle:   "T"\n---\nbody  \n`;
    expect(apply(file(before), { status: 'closed' })).toBe(file(after));
  });

  it('leaves a name that means the same', () => {
    const text = '---\nid: TASK-1\ntitle: T\nstatus: todo\n---\n';
    expect(apply(text, { status: 'open' })).toBe(text);
  });

  it('adds a status line when there is none', () => {
    expect(apply('---\r\nid: TASK-1\r\ntitle: T\r\n---\r\n', { status: 'closed' })).toBe(
      '---\r\nid: TASK-1\r\ntitle: T\r\nstatus: Done\r\n---\r\n',
    );
  });

  it.each([
    ['an empty status', 'status:\ntitle: T', 'status: Done\ntitle: T'],
    ['one with a remark', 'status: # later\ntitle: T', 'status: Done # later\ntitle: T'],
    ['null', 'status: ~\ntitle: T', 'status: Done\ntitle: T'],
    ['a block', 'status: >-\n  To Do\ntitle: T', 'status: Done\ntitle: T'],
    ['a flow mapping', '{title: T, status: To Do}', '{title: T, status: Done}'],
    ['a flow mapping without it', '{title: T}', '{status: Done, title: T}'],
    ['an alias', 'x: &x To Do\nstatus: *x\ntitle: *x', 'x: &x To Do\nstatus: Done\ntitle: *x'],
    [
      'a value that others repeat',
      'status: &s To Do\ntitle: *s\nlabels: [*s, b]',
      'status: &s Done\ntitle: To Do\nlabels: [To Do, b]',
    ],
    [
      'a value merged in',
      'all: &a {status: To Do}\n<<: *a\ntitle: T',
      'all: &a {status: To Do}\n<<: *a\ntitle: T\nstatus: Done',
    ],
  ])('writes a status in the place of %s', (_what, before, after) => {
    expect(apply(`---\n${before}\n---\n\nd\n`, { status: 'closed' })).toBe(
      `---\n${after}\n---\n\nd\n`,
    );
  });

  it('leaves the text behind the closing dashes where it is', () => {
    const text = '---\nid: TASK-1\nstatus: To Do\n---## Description\n\nd\n';
    expect(apply(text, { status: 'closed', notes: 'n' })).toBe(
      '---\nid: TASK-1\nstatus: Done\n---## Description\n\nd\n\n## Implementation Notes\n\n<!-- SECTION:NOTES:BEGIN -->\nn\n<!-- SECTION:NOTES:END -->\n',
    );
  });

  it('closes front matter without an end when it adds a body, and only then', () => {
    const text = '---\nid: TASK-1\ntitle: T\nstatus: To Do';
    expect(apply(text, { status: 'closed' })).toBe('---\nid: TASK-1\ntitle: T\nstatus: Done');
    const noted = apply(text, { notes: 'n' });
    expect(noted.startsWith(`${text}\n---\n`)).toBe(true);
    expect(read(noted).implementationNotes).toBe('n');
    expect(apply(noted, { notes: 'n' })).toBe(noted);
  });

  it('writes updated_date as the tool does, only when something else changed', () => {
    const text = "---\nid: TASK-1\ntitle: T\nstatus: To Do\nupdated_date: '2026-01-01'\n---\n";
    expect(apply(text, { status: 'closed' })).toContain("updated_date: '2026-12-24 18:30'\n");
    expect(apply(text, { status: 'open' })).toBe(text);
    expect(apply(text.replaceAll("'", ''), { status: 'closed' })).toContain(
      "updated_date: '2026-12-24 18:30'\n",
    );
  });
});

describe('criteria', () => {
  const text = `${head}\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 a\n  more\n- [x] #2 b\n- [ ] #3 c\n<!-- AC:END -->\n\n## Definition of Done\n<!-- DOD:BEGIN -->\n- [ ] #1 d\n<!-- DOD:END -->\n`;

  it('ticks the ones named and leaves the others and the Definition of Done', () => {
    expect(apply(text, { checkedCriteria: [3, 9] })).toBe(text.replace('- [ ] #3', '- [x] #3'));
  });

  it('ticks all of them', () => {
    expect(apply(text, { checkedCriteria: 'all' })).toBe(
      text.replace('- [ ] #3', '- [x] #3').replace('- [ ] #1 a', '- [x] #1 a'),
    );
  });
});

describe('notes and summary', () => {
  const ac = '## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 a\n<!-- AC:END -->\n';
  const dod = '## Definition of Done\n<!-- DOD:BEGIN -->\n- [ ] #1 d\n<!-- DOD:END -->\n';
  const plan =
    '## Implementation Plan\n\n<!-- SECTION:PLAN:BEGIN -->\np\n<!-- SECTION:PLAN:END -->\n';
  const comments = '## Comments\n\n<!-- COMMENTS:BEGIN -->\nc\n<!-- COMMENTS:END -->\n';
  const extra = '## Extra\n\nmore\n';

  it.each([
    ['an empty body', ['\n\n'], ['\n', notesBlock, '\n', summaryBlock]],
    ['no body at all', [''], ['\n', notesBlock, '\n', summaryBlock]],
    ['free text', ['\nText\n'], ['\nText\n\n', notesBlock, '\n', summaryBlock]],
    [
      'criteria, a plan and more',
      ['\n', ac, '\n', plan, '\n', extra],
      ['\n', ac, '\n', plan, '\n', notesBlock, '\n', summaryBlock, '\n', extra],
    ],
    [
      'a Definition of Done',
      ['\n', ac, '\n', dod],
      ['\n', ac, '\n', dod, '\n', notesBlock, '\n', summaryBlock],
    ],
    [
      'comments',
      ['\n', extra, '\n', comments, '\n', extra],
      ['\n', extra, '\n', notesBlock, '\n', comments, '\n', summaryBlock, '\n', extra],
    ],
    ['only a summary', ['\n', summaryBlock], ['\n', notesBlock, '\n', summaryBlock]],
  ])('stand where the real tool puts them: %s', (_what, before, after) => {
    expect(apply(head + before.join(''), { notes: 'NOTE', summary: 'SUM' })).toBe(
      head + after.join(''),
    );
  });

  it('appends to notes, with the line breaks of the file', () => {
    const text = `${head}\n${notesBlock}`.replaceAll('\n', '\r\n');
    const edited = apply(text, { notes: 'second\nline' });
    expect(edited).toBe(text.replace('NOTE\r\n', 'NOTE\r\n\r\nsecond\r\nline\r\n'));
    expect(apply(edited, { notes: 'second\nline' })).toBe(edited);
    expect(apply(edited, { notes: 'NOTE' })).toBe(edited);
  });

  it('appends to notes without markers before the next heading that the tool knows', () => {
    const text = `${head}## Implementation Notes\n\nold\n## Custom\n\nx\n## Final Summary\ny\n`;
    expect(apply(text, { notes: 'new' })).toBe(text.replace('x\n', 'x\n\nnew\n\n'));
  });

  it('leaves a summary that stands there, and writes its own under it once', () => {
    const marked = `${head}\n${summaryBlock}\n${extra}`;
    expect(apply(marked, { summary: 'new' })).toBe(marked.replace('\nSUM\n', '\nSUM\n\nnew\n'));
    const plain = `${head}\n## Final Summary\n\nold\nlines\n\n${extra}`;
    expect(apply(plain, { summary: 'SUM' })).toBe(
      `${head}\n## Final Summary\n\nold\nlines\n\nSUM\n\n${extra}`,
    );
    const twice = apply(apply(marked, { summary: 'new' }), { summary: 'new' });
    expect(twice).toBe(apply(marked, { summary: 'new' }));
  });

  it('fills an empty summary; one without markers gets them', () => {
    const empty = `${head}\n## Final Summary\n\n${extra}`;
    expect(apply(empty, { summary: 'SUM' })).toBe(`${head}\n${summaryBlock}\n${extra}`);
  });

  it('says in the notes why a task is blocked when the project has no such status', () => {
    const edited = apply(head, { status: 'blocked', notes: 'tests fail' });
    expect(read(edited)).toMatchObject({
      status: 'In Progress',
      implementationNotes: 'Blocked: tests fail',
    });
    expect(apply(edited, { status: 'blocked', notes: 'tests fail' })).toBe(edited);
  });

  it('does not let the words of an agent open or close sections', () => {
    const evil =
      'a\n<!-- SECTION:NOTES:END -->\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 all\n<!-- AC:END -->\n# Big\n```sh\n# comment\n';
    const text = `${head}\n${ac}`;
    const edited = apply(text, { notes: evil, summary: evil });
    expect(read(edited).acceptanceCriteria).toEqual([{ text: 'a', checked: false }]);
    expect(read(edited).implementationNotes).toContain('**Acceptance Criteria**');
    expect(read(edited).implementationNotes).toMatch(/\n# Big\n```sh\n# comment\n```$/);
    expect(apply(edited, { notes: evil, summary: evil })).toBe(edited);
  });
});

/** Pieces of bodies that people and tools leave behind, good and bad. */
const piece = fc.oneof(
  fc.constantFrom(
    '',
    '',
    'text',
    '# One',
    '## Custom',
    '### Three',
    '```',
    '~~~~',
    '```md',
    '- ```',
    '  ```',
    '<!--',
    '-->',
    '<pre>',
    '</pre>',
    '---',
    '- [ ] loose',

    '## Description',
    '## Acceptance Criteria',
    '- [ ] #1 a',
    '- [x] #2 b',
    '  more',
    '* [X] c',
    '## Implementation Plan',
    '## Implementation Notes',
    '## Final Summary',
    '## Comments',
    '## Definition of Done',
    '<!-- AC:BEGIN -->',
    '<!-- AC:END -->',
    '## final summary  ',
    '<!-- SECTION:NOTES:BEGIN -->',
    '<!-- SECTION:NOTES:END -->',
    'trailing  ',
    '\u00a0',
    notesBlock.trimEnd(),
    summaryBlock.trimEnd(),
    '## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 a\n\n- [ ] #2 b\n<!-- AC:END -->',
    '## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\n## x\n<!-- SECTION:DESCRIPTION:END -->',
  ),
  fc.string(),
);
const file = fc
  .record({
    pieces: fc.array(piece, { maxLength: 12 }),
    eol: fc.constantFrom('\n', '\r\n'),
    end: fc.constantFrom('', '\n', '\n\n\n'),
    mark: fc.constantFrom('', '\uFEFF'),
  })
  .map(
    ({ pieces, eol, end, mark }) => mark + (head + pieces.join('\n') + end).replaceAll('\n', eol),
  );
const words = fc.oneof(
  fc.constantFrom('done', 'a\n\n\nb', '## Custom\n\nx', '```\n## Description\n```', '```', '~~~'),
  fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('\n')),
);

/** The part of `before` that is not in `after` any more, between what both start and end with. */
function lost(before: string, after: string): string {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return before.slice(start, before.length - tail);
}

describe('what looks like a section', () => {
  it.each([
    ['a fence', '```md\n## Final Summary\nits first line\n```'],
    ['a longer fence', '````md\n```\n## Final Summary\n```\nits first line\n````'],
    ['a fence of tildes', '~~~\n```\n## Final Summary\n~~~'],
    ['a fence in a list', '1. step\n\n   ```\n   ## Final Summary\n\n   ~~~\n   ```'],
    ['indented code', '    ## Final Summary\n    its first line'],
    ['a comment', '<!--\n## Final Summary\nits first line\n-->'],
    ['raw HTML', '<pre>\n## Final Summary\nits first line\n</pre>'],
    [
      'a fence with the markers of the real tool',
      '```\n## Final Summary\n<!-- SECTION:FINAL_SUMMARY:BEGIN -->\nx\n<!-- SECTION:FINAL_SUMMARY:END -->\n```',
    ],
    ['a fence that is never closed', '```\n## Final Summary\nits first line'],
  ])('in %s is text, and stays byte for byte', (_what, block) => {
    const text = `${head}\n## Description\n\nWrite this:\n\n${block}\n\nAnd mind this.\n`;
    expect(read(text)).toMatchObject({ finalSummary: '' });
    expect(read(text).description).toContain('And mind this.');
    const edited = apply(text, { summary: 'Made.', notes: 'Noted.' });
    expect(edited.startsWith(text.trimEnd())).toBe(true);
    expect(read(edited)).toMatchObject({
      finalSummary: 'Made.',
      implementationNotes: 'Noted.',
    });
    expect(apply(edited, { summary: 'Made.', notes: 'Noted.' })).toBe(edited);
  });

  it('in a fence among the criteria is no criterion', () => {
    const text = `${head}\n## Acceptance Criteria\n\n- [ ] #1 a\n\n\`\`\`\n- [ ] #2 example\n\`\`\`\n- [ ] #2 b\n`;
    expect(read(text).acceptanceCriteria.map((one) => one.text)).toEqual(['a', 'b']);
    expect(apply(text, { checkedCriteria: 'all' })).toContain('- [ ] #2 example');
  });

  it('with markers inside of another marked section is part of that one', () => {
    const text = `${head}\n## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\nSee:\n## Final Summary\nx\n<!-- SECTION:DESCRIPTION:BEGIN -->\n<!-- SECTION:DESCRIPTION:END -->\nend\n<!-- SECTION:DESCRIPTION:END -->\n`;
    expect(read(text)).toMatchObject({ finalSummary: '' });
    expect(read(text).description).toMatch(/^See:[\s\S]*end$/);
  });

  it('is found in a time that grows with the length of the text, whatever the text', () => {
    for (const line of ['```', '- ```', '<!--', '## Final Summary', '~~~\n```\n<pre>']) {
      const text = `${head}\n${`${line}\n`.repeat(10_000)}`;
      const began = performance.now();
      apply(text, { summary: 's', notes: 'n', checkedCriteria: 'all' });
      expect(performance.now() - began).toBeLessThan(8_000);
    }
  });
});

describe('any file', () => {
  const runs = { numRuns: 500 };

  it('loses nothing to new notes: they are one insertion, made once, and other sections stay', () => {
    fc.assert(
      fc.property(file, words, (text, notes) => {
        const edited = apply(text, { notes });
        expect(lost(text, edited)).toBe('');
        expect(apply(edited, { notes })).toBe(edited);
        const { implementationNotes: _old, ...before } = read(text);
        const { implementationNotes: _new, ...after } = read(edited);
        expect(after).toEqual(before);
      }),
      runs,
    );
  });

  it('loses nothing to a new summary, but what stood around an empty one', () => {
    fc.assert(
      fc.property(file, words, (text, summary) => {
        const edited = apply(text, { summary });
        expect(apply(edited, { summary })).toBe(edited);
        const { finalSummary: old, ...before } = read(text);
        const { finalSummary: _new, ...after } = read(edited);
        expect(after).toEqual(before);
        const plain = (one: string): string => one.replaceAll(/\s/g, '').toLowerCase();
        expect(plain(`## Final Summary\n${old}`)).toContain(plain(lost(text, edited)));
      }),
      runs,
    );
  });

  it('changes only ticks when criteria are ticked, and only the value when the status is set', () => {
    fc.assert(
      fc.property(file, (text) => {
        const ticked = apply(text, { checkedCriteria: 'all' });
        expect(ticked).toHaveLength(text.length);
        expect(read(ticked).acceptanceCriteria.every((one) => one.checked)).toBe(true);
        const lines = text.split('\n');
        for (const [index, line] of ticked.split('\n').entries()) {
          if (line !== lines[index]) {
            expect(lines[index]).toMatch(/^[-*+] \[ \] /);
            expect(line).toBe(lines[index]?.replace('[ ]', '[x]'));
          }
        }
        const closed = apply(text, { status: 'closed' });
        expect(closed).toBe(text.replace('status: To Do', 'status: Done'));
      }),
      runs,
    );
  });
});
