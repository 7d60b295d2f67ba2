import { expect, test } from 'vitest';
import { usageSchema } from '#shared/model/attempt.ts';
import { generalSignals } from './interpret.ts';
import { readAttempt } from './read-attempt.ts';
import type { AttemptEnd } from './read-attempt.ts';

const limited = 'Error: 429 Too Many Requests, try again in 5 minutes';

function read(over: Partial<AttemptEnd>) {
  return readAttempt({
    format: 'plain',
    text: '',
    exitCode: 0,
    reportFile: null,
    exitCodeReports: false,
    signals: generalSignals,
    now: Date.parse('2026-11-20T17:30:00Z'),
    timeZone: 'UTC',
    ...over,
  });
}

test('a failure without a report may be a rate limit', () => {
  const { output, report } = read({ text: limited, exitCode: 1 });
  expect(output.rateLimit?.resetsAt).toBe('2026-11-20T17:36:00.000Z');
  expect(report.status).toBe('unknown');
});

test('what a process says that a signal ended is not its last word', () => {
  expect(read({ text: limited, exitCode: null }).output.rateLimit).toBeNull();
});

test('an agent that reports, in its file or its last line, met none', () => {
  const inFile = read({ text: limited, exitCode: 1, reportFile: '{"s":"f","e":"t"}' });
  expect(inFile).toMatchObject({ output: { rateLimit: null }, report: { status: 'fail' } });
  const inLine = read({ text: `${limited}\n{"s":"f","e":"t"}`, exitCode: 1 });
  expect(inLine).toMatchObject({ output: { rateLimit: null }, report: { status: 'fail' } });
});

test('the tokens of the tool come before the agent’s own claim, which is an estimate', () => {
  const claim = '{"s":"s","t":5}';
  const counted = JSON.stringify({
    type: 'turn.completed',
    usage: { input_tokens: 9, output_tokens: 1 },
  });
  const byTool = read({ format: 'codex', text: counted, reportFile: claim });
  expect(byTool.usage).toEqual({ tokens: 10, tokenSource: 'reported', costUsd: null });
  const byAgent = read({ reportFile: claim });
  expect(byAgent.usage).toEqual({ tokens: 5, tokenSource: 'estimated', costUsd: null });
  expect(read({}).usage).toEqual({ tokens: null, tokenSource: 'none', costUsd: null });
  for (const { usage } of [byTool, byAgent]) expect(usageSchema.parse(usage)).toEqual(usage);
});

test('where the exit code is the report, a failure is explained by the last lines', () => {
  const { output, report } = read({ text: 'ok\nno such file', exitCode: 2, exitCodeReports: true });
  expect(report).toMatchObject({ status: 'fail', message: 'exit code 2' });
  expect(output.errorText).toBe('ok\nno such file');
});
