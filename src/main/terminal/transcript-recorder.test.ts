import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { silentTracer } from '#shared/lib/tracer.ts';
import { FlowControl } from './flow-control.ts';
import { openTranscript, recorderMarks, TranscriptRecorder } from './transcript-recorder.ts';

function recorderOfTest(): { readonly recorder: TranscriptRecorder; readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-recorder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'transcript');
  const opened = openTranscript(file);
  if (!opened.ok) throw new Error(opened.error.message);
  const gate = new FlowControl(() => {}).open(recorderMarks);
  return { recorder: new TranscriptRecorder(file, opened.value, gate, silentTracer), file };
}

test('output that comes while earlier output is being written does not end the recording', async () => {
  const { recorder, file } = recorderOfTest();
  recorder.record(Buffer.from('one '));
  const isWritten = recorder.whenWritten(4);
  // Asked again while nothing new waits; then comes what is taken along with the write under way.
  void recorder.whenWritten(4);
  recorder.record(Buffer.from('two '));
  await isWritten;
  // The time at which "two" would have been written by itself passes.
  await delay(60);
  recorder.record(Buffer.from('three'));
  await recorder.whenWritten(13);
  expect(readFileSync(file, 'utf8')).toBe('one two three');
  expect(await recorder.close()).toBeNull();
});
