import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutReport } from './report-line.ts';

describe('withoutReport', () => {
  it.each([
    ['{"s":"s","t":1200,"m":["src/a.ts"],"sum":"Adds a page"}', 'success: Adds a page'],
    ['{"s":"p","sum":"Half of it"}', 'partly done: Half of it'],
    ['{"s":"f","e":"t","x":"2 tests fail"}', 'failed: 2 tests fail'],
    ['{"s":"b","x":"needs a key"}', 'blocked: needs a key'],
    ['{"s":"s"}', 'success'],
    ['{"s":"f","sum":"","x":"2 tests fail"}', 'failed: 2 tests fail'],
    ['{"s":"s","sum":" "}', 'success'],
    ['  {"s":"s","sum":5}  \r\n\n', 'success'],
  ])('says %s in a sentence', (line, report) => {
    expect(withoutReport(`All done.\n\n${line}`)).toEqual({ words: 'All done.', report });
  });

  it('leaves no words where there is only the report', () => {
    expect(withoutReport('{"s":"s"}')).toEqual({ words: '', report: 'success' });
  });

  it.each([
    ['nothing', ''],
    ['no line of JSON', 'All done.\n'],
    ['JSON that is no report', 'It prints\n{"port":80}'],
    ['a status that nobody knows', '{"s":"x"}'],
    ['a status of another type', '{"s":1}'],
    ['a name that every object has', '{"s":"toString"}'],
    ['half a line', 'Done.\n{"s":"s","sum":"Ad'],
    ['a list', '[{"s":"s"}]'],
    ['a report that is not at the end', '{"s":"s"}\nAll done.'],
  ])('changes no character of a text with %s', (_what, text) => {
    expect(withoutReport(text)).toEqual({ words: text, report: null });
  });

  it('finds any sentence of a report, and the words before it', () => {
    // What a line of JSON cannot be mistaken for, and no blank at the end.
    const words = fc.string().map((text) => `${text}.`);
    const sentence = fc.string({ unit: 'grapheme' }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(words, sentence, (said, sum) => {
        const text = `${said}\n${JSON.stringify({ s: 's', sum })}\n`;
        expect(withoutReport(text)).toEqual({ words: said, report: `success: ${sum}` });
      }),
    );
  });
});
