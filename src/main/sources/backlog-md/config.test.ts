import { describe, expect, it } from 'vitest';
import { defaultBacklogConfig, parseBacklogConfig } from './config.ts';

describe('parseBacklogConfig', () => {
  it('reads what the real tool writes', () => {
    const text = [
      'project_name: "Demo"',
      'default_status: "To Do"',
      'statuses: ["To Do", "In Review", "Done"]',
      'task_prefix: "JIRA"',
      'backlog_directory: "work/items"',
    ].join('\n');
    expect(parseBacklogConfig(text, 'config.yml')).toEqual({
      ok: true,
      value: {
        projectName: 'Demo',
        defaultStatus: 'To Do',
        statuses: ['To Do', 'In Review', 'Done'],
        taskPrefix: 'jira',
        directory: 'work/items',
      },
    });
  });

  it('has the defaults of the real tool for what is missing', () => {
    expect(parseBacklogConfig('', 'config.yml')).toEqual({ ok: true, value: defaultBacklogConfig });
    expect(parseBacklogConfig('labels: []\n', 'config.yml')).toMatchObject({
      value: { statuses: ['To Do', 'In Progress', 'Done'], taskPrefix: 'task' },
    });
  });

  it('shows the line of broken YAML', () => {
    expect(parseBacklogConfig('labels: []\nstatuses: ["a\n', 'backlog/config.yml')).toMatchObject({
      ok: false,
      error: { code: 'yaml-invalid', place: { file: 'backlog/config.yml', line: 2 } },
    });
  });
});
