import { describe, expect, it } from 'vitest';
import { editableTaskFields } from './document-edits.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import { writtenFields, writtenText } from './written-text.ts';

describe('writtenFields', () => {
  it('are those that differ, or those of a new document that hold something', () => {
    const task = makeTask({ labels: ['x'] });
    expect(writtenFields(editableTaskFields, task, { ...task, title: 'New', labels: [] })).toEqual([
      'title',
      'labels',
    ]);
    expect(writtenFields(editableTaskFields, null, task)).toEqual(['title', 'labels', 'priority']);
  });
});

describe('writtenText', () => {
  it('shows each field as a person would write it', () => {
    const task = makeTask({
      title: 'Cache',
      labels: ['agent:codex'],
      acceptanceCriteria: [{ text: 'is fast', checked: false }],
      ordinal: 3,
    });
    expect(writtenText(task, ['title', 'labels', 'acceptanceCriteria', 'ordinal'])).toBe(
      'title:\nCache\n\nlabels:\n- agent:codex\n\nacceptanceCriteria:\n- is fast\n\nordinal:\n3',
    );
  });
});
