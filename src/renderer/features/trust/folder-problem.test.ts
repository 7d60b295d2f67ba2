import { describe, expect, it } from 'vitest';
import { folderProblem } from './folder-problem.ts';

describe('a folder that is to be trusted', () => {
  it('is a whole path, and not the whole disk', () => {
    expect(folderProblem('', [])).toContain('path');
    expect(folderProblem('own', [])).toContain('whole path');
    expect(folderProblem('~/own', [])).toContain('whole path');
    expect(folderProblem('/', [])).toContain('whole disk');
    expect(folderProblem('C:\\', [])).toContain('whole disk');
    expect(folderProblem(' /my/own ', [])).toBeNull();
    expect(folderProblem('C:\\own', [])).toBeNull();
  });

  it('has one rule', () => {
    expect(folderProblem('/own', [{ folder: '/own', rule: 'ask' }])).toContain('There is a rule');
  });
});
