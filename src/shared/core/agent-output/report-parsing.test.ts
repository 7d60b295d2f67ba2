import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentReportSchema } from '#shared/model/agent-report.ts';
import { parseReport } from './report-parsing.ts';

const fromOutput = (finalText: string) => parseReport({ reportFile: null, finalText });
const success = '{"s":"s","t":1200,"m":["src/a.ts"],"c":["src/b.ts"],"sum":"add a"}';

describe('where a report is taken from', () => {
  test('the report file comes before the output', () => {
    const report = parseReport({ reportFile: '{"s":"b","x":"no"}', finalText: success });
    expect(report).toMatchObject({ status: 'blocked', origin: 'report_file', message: 'no' });
  });

  test('the report file may be pretty-printed and padded', () => {
    const reportFile = `\n  ${JSON.stringify(JSON.parse(success), null, 2)}\r\n\n`;
    expect(parseReport({ reportFile, finalText: '' })).toMatchObject({
      status: 'success',
      origin: 'report_file',
      tokens: 1200,
    });
  });

  test('an unusable report file gives way to the last line', () => {
    for (const reportFile of ['', 'done!', '{"s":"s"', '[]', 'null', '{"s":"great"}']) {
      const report = parseReport({ reportFile, finalText: success });
      expect(report).toMatchObject({ status: 'success', origin: 'last_line' });
    }
  });

  test('the last line of the output is read with all its fields', () => {
    const line =
      '{"s":"f","t":7,"m":["a"],"c":["b"],"e":"t","x":"2 fail","sum":"try","a":[1,2],"blocker_discovered":true}';
    expect(fromOutput(`working…\r\n${line}\r\n`)).toEqual({
      status: 'fail',
      origin: 'last_line',
      tokens: 7,
      modified: ['a'],
      created: ['b'],
      errorType: 'test',
      message: '2 fail',
      summary: 'try',
      criteriaMet: [1, 2],
      blockerDiscovered: true,
    });
  });

  test.each([
    [
      'colours and a window title',
      `\u001b]0;busy\u0007\u001b[32m${success}\u001b[0m\r\n\u001b[?25h`,
    ],
    ['a spinner on the same line', `\r⠋ thinking\r⠙ thinking\r${success}\r\n`],
    ['a code fence', `Here:\n\`\`\`json\n${success}\n\`\`\`\n`],
    ['backticks', `\`${success}\``],
    ['lines after it', `${success}\nTotal cost: $0.12\nBye\n`],
    ['a narrow terminal', success.replaceAll(/.{20}/g, '$&\r\n')],
    ['pretty printing', JSON.stringify(JSON.parse(success), null, 2)],
  ])('it is found despite %s', (_what, output) => {
    expect(fromOutput(output)).toMatchObject({ status: 'success', summary: 'add a' });
  });
});

describe('an exit code that counts', () => {
  test('is the report of an agent that gives no other', () => {
    const end = (exitCode: number | null, finalText = '') =>
      parseReport({ reportFile: null, finalText, exitCode });
    expect(end(0)).toMatchObject({ status: 'success', origin: 'none', tokens: null });
    expect(end(3)).toMatchObject({ status: 'fail', errorType: 'unknown', message: 'exit code 3' });
    expect(end(null).status).toBe('unknown');
    expect(end(0, '{"s":"f"}').status).toBe('fail');
  });
});

describe('what is not a report', () => {
  test('an earlier report does not count when another object follows', () => {
    expect(fromOutput(`${success}\nmore\n{"s":"f","e":"b"}`).status).toBe('fail');
    expect(fromOutput(`${success}\n{"done":true}`).status).toBe('unknown');
  });

  test('a report far above the end does not count', () => {
    expect(fromOutput(`${success}\n${'log line\n'.repeat(20)}`).status).toBe('unknown');
  });

  test('nothing valid is status unknown without tokens', () => {
    for (const output of ['', 'all done', success.slice(0, -3), '{"s":1}', '[{"s":"s"}]']) {
      expect(fromOutput(output)).toMatchObject({ status: 'unknown', origin: 'none', tokens: null });
    }
  });

  test('an inherited or polluting key is not taken for a field', () => {
    expect(fromOutput('{"__proto__":{"s":"s"}}').status).toBe('unknown');
    expect(fromOutput('{"s":"constructor"}').status).toBe('unknown');
    expect(fromOutput('{"s":"s","e":"toString"}').errorType).toBeNull();
    expect(Object.hasOwn(Object.prototype, 's')).toBe(false);
  });
});

describe('fields of a report', () => {
  test('a field of the wrong type is left out', () => {
    expect(
      fromOutput('{"s":"s","t":"9","m":"x","c":[1,null,"ok"],"e":5,"x":{},"sum":[],"a":"1"}'),
    ).toEqual({
      status: 'success',
      origin: 'last_line',
      tokens: null,
      modified: [],
      created: ['ok'],
      errorType: null,
      message: '',
      summary: null,
      criteriaMet: null,
      blockerDiscovered: false,
    });
  });

  test.each([-1, 1.5, 1e300])('%d is not a number of tokens', (tokens) => {
    expect(fromOutput(`{"s":"s","t":${tokens}}`).tokens).toBeNull();
  });

  test('paths outside the worktree are dropped, the others are named as git does', () => {
    const paths = ['/etc/passwd', '../x', 'a/../../b', 'C:\\x', '\\\\host\\x', 'a\0b', '', './'];
    const line = JSON.stringify({ s: 's', m: [...paths, './src/a.ts', 'src/a.ts', 'b c.ts'] });
    expect(fromOutput(line).modified).toEqual(['src/a.ts', 'b c.ts']);
  });

  test('the message is one line of at most 200 characters without control characters', () => {
    const line = JSON.stringify({ s: 'f', x: `a\u001b[31m\nb${'😀'.repeat(200)}` });
    const { message } = fromOutput(line);
    expect(message.length).toBeLessThanOrEqual(200);
    expect(message.isWellFormed()).toBe(true);
    expect(message.startsWith('a b😀')).toBe(true);
  });

  test('criteria are positive whole numbers, each once', () => {
    expect(fromOutput('{"s":"s","a":[2,0,-1,2,1.5,"3",1]}').criteriaMet).toEqual([2, 1]);
  });
});

describe('any input', () => {
  test('never throws and always answers with a valid report', () => {
    const chunk = fc.oneof(
      fc.string(),
      fc.constantFrom('\u001b[', '\u001b]', '\r', '\n', '{', '}', '"', success, '{"s":'),
      fc.json(),
    );
    fc.assert(
      fc.property(fc.option(fc.array(chunk)), fc.array(chunk), (file, output) => {
        const report = parseReport({
          reportFile: file?.join('') ?? null,
          finalText: output.join(''),
        });
        expect(agentReportSchema.safeParse(report).success).toBe(true);
      }),
    );
  });

  test('a report survives being written as a line', () => {
    const report = fc.record({
      s: fc.constantFrom('s', 'f', 'b'),
      t: fc.nat(),
      x: fc.string({ maxLength: 50, unit: fc.constantFrom('a', 'é', '"', '}', '{', '\\') }),
    });
    fc.assert(
      fc.property(report, (written) => {
        const read = fromOutput(`log\n${JSON.stringify(written)}\n`);
        expect(read).toMatchObject({ tokens: written.t, message: written.x });
      }),
    );
  });

  test('ten megabytes of noise are read in no time', () => {
    const noise = ['{"'.repeat(5_000_000), '\u001b]'.repeat(5_000_000), '{\n'.repeat(5_000_000)];
    const started = performance.now();
    for (const output of noise) expect(fromOutput(output).status).toBe('unknown');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
