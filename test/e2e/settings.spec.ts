import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { column } from './pages/board.ts';
import { goToView, toasts } from './pages/frame.ts';
import type { StoryApp } from './story-app.ts';
import { expect, story } from './story.ts';

const file = '.switchyard/project.yaml';

story(
  'a setting is written to the file; a wrong one is refused with its reason',
  async ({ app, page, enter }) => {
    app.write(
      file,
      '# ours\nversion: 1\ncommands: { test: "true" }\nagents: { default: script }\n',
    );
    await enter();
    await goToView(page, 'Settings');
    const limit = page.getByRole('textbox', { name: 'Tasks at the same time' });
    await limit.fill('5');
    await page.keyboard.press('Tab');
    await expect(toasts(page)).toContainText('Tasks at the same time: saved.');
    const text = readFileSync(join(app.root, file), 'utf8');
    expect(text).toContain('# ours');
    expect(text).toMatch(/max_parallel_tasks: 5/);

    for (const wrong of ['abc', '-4', '99999999999999']) {
      await limit.fill(wrong);
      await page.keyboard.press('Tab');
      await expect(page.getByText(/expected a whole number from 1 to 64\./)).toBeVisible();
      await expect(limit).toHaveValue(wrong);
    }
    expect(readFileSync(join(app.root, file), 'utf8')).toBe(text);
    await limit.fill('5');
    await page.keyboard.press('Enter');
    await expect(page.getByText('expected a whole number')).toBeHidden();

    const branch = page.getByRole('textbox', { name: 'Branch that epics start from' });
    await branch.fill('no branch');
    await page.keyboard.press('Enter');
    await expect(
      page.getByText(/base_branch is "no branch"; expected a git branch name/),
    ).toBeVisible();
    await expect(branch).toHaveValue('no branch');
    expect(readFileSync(join(app.root, file), 'utf8')).not.toContain('no branch');
    await branch.fill('nosuchbranch');
    await page.keyboard.press('Enter');
    await expect(
      page.getByText('There is no branch nosuchbranch. Choose one of main.'),
    ).toBeVisible();
    await expect(branch).toHaveValue('nosuchbranch');

    app.addTasks([{ id: 'e.1' }]);
    await goToView(page, 'Board');
    await page.getByRole('button', { name: 'Run 1 task' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run 1 task' });
    await dialog.getByRole('button', { name: 'Up to 5 at once, in order' }).click();
    await expect(dialog.getByRole('textbox', { name: 'At once' })).toHaveValue('5');
    await page.keyboard.press('Escape');
    await expect(column(page, 'Ready')).toBeVisible();
  },
);

story(
  'a broken config file is told with its line; the rest of it applies',
  async ({ app, page, enter }) => {
    app.write(file, 'version: 1\nworkflow:\n  max_parallel_tasks: many\n  max_cycles: 7\n');
    await enter();
    await goToView(page, 'Settings');
    const problem = page.getByRole('main').getByRole('alert');
    await expect(problem).toContainText('max_parallel_tasks');
    await expect(problem).toContainText(`${file}:3`);
    await expect(problem).toContainText('The rest of the file applies.');
  },
);

/** The file, as lines. */
function linesOf(app: StoryApp): readonly string[] {
  return readFileSync(join(app.root, file), 'utf8').split('\n');
}

story(
  'a list, a map and a number are changed, one is reset, and the file keeps all else',
  async ({ app, page, enter }) => {
    app.write(
      file,
      [
        '# Ours.',
        'version: 1   # the only one',
        'agents:',
        '  default: script',
        'worktree:',
        '  copy:',
        '  - .env*',
        '  # Asked for by the tests.',
        '  - certs/*.pem',
        'workflow:',
        '    max_cycles: 7      # patient',
        '',
      ].join('\n'),
    );
    await enter();
    await goToView(page, 'Settings');

    const patterns = page.getByRole('group', { name: 'Ignored files to copy' });
    await patterns.getByRole('button', { name: 'Add a pattern' }).click();
    await expect(patterns.getByRole('textbox', { name: 'pattern 3' })).toBeFocused();
    await page.keyboard.type('../secrets');
    await page.keyboard.press('Enter');
    await expect(patterns.getByRole('alert')).toContainText('expected paths inside the repository');
    expect(linesOf(app).join()).not.toContain('secrets');
    await patterns.getByRole('textbox', { name: 'pattern 3' }).fill('local.json');
    await page.keyboard.press('Enter');
    await expect(toasts(page)).toContainText('Ignored files to copy: saved.');

    const byLabel = page.getByRole('group', { name: 'Agents by label' });
    await byLabel.getByRole('textbox', { name: 'New type' }).fill('test');
    await byLabel.getByRole('combobox', { name: 'New Agent' }).click();
    await page.getByRole('option', { name: 'codex' }).click();
    await byLabel.getByRole('button', { name: 'Add' }).click();
    await expect(byLabel.getByRole('combobox', { name: 'Agent of test' })).toHaveText('codex');

    const attempts = page.getByRole('textbox', { name: 'Further attempts' });
    await attempts.fill('5');
    await page.keyboard.press('Enter');
    await expect(toasts(page)).toContainText('Further attempts: saved.');

    await page.getByRole('button', { name: 'Reset Rounds of a task to the default' }).click();
    await expect(page.getByRole('textbox', { name: 'Rounds of a task' })).toHaveValue('50');
    await expect(toasts(page)).toContainText('back to the default, 50 attempts');
    await expect
      .poll(() => linesOf(app))
      .toEqual([
        '# Ours.',
        'version: 1   # the only one',
        'agents:',
        '  default: script',
        '  by_type:',
        '    test: codex',
        'worktree:',
        '  copy:',
        '  - .env*',
        '  # Asked for by the tests.',
        '  - certs/*.pem',
        '  - local.json',
        'workflow:',
        '    redispatch_limit: 5',
        '',
      ]);
    await toasts(page).getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('textbox', { name: 'Rounds of a task' })).toHaveValue('7');
  },
);

story(
  "an agent of one's own is described, found, and given the tasks of a label",
  async ({ app, page, enter }) => {
    app.write(file, 'version: 1\nagents: { default: script }\n');
    app.write('house.sh', '#!/bin/sh\n');
    chmodSync(join(app.root, 'house.sh'), 0o755);
    await enter();
    await goToView(page, 'Settings');
    await page.getByRole('button', { name: 'Add an agent' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an agent' });
    await dialog.getByRole('button', { name: 'Add the agent' }).click();
    await expect(dialog).toContainText('An agent needs a name');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('house');
    await expect(dialog).toContainText('expected a list of at least one text');
    await dialog.getByRole('textbox', { name: 'Command, argument 1' }).fill('./house.sh');
    const environment = dialog.getByRole('group', { name: 'Environment' });
    await environment.getByRole('textbox', { name: 'New variable' }).fill('LEVEL');
    await environment.getByRole('textbox', { name: 'New value' }).fill('2');
    await page.keyboard.press('Enter');
    // Without a word, as somebody does who goes on to the next field.
    await environment.getByRole('textbox', { name: 'New variable' }).fill('MODE');
    await environment.getByRole('textbox', { name: 'New value' }).fill('quiet');
    await dialog.getByRole('textbox', { name: 'Name' }).focus();
    await expect(environment.getByRole('textbox', { name: 'value of MODE' })).toHaveValue('quiet');
    // What is written outlives the dialog.
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Add an agent' }).click();
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('house');
    await dialog.getByRole('button', { name: 'Add the agent' }).click();
    await expect(dialog).toBeHidden();
    const agents = page.getByRole('list', { name: 'Agents', exact: true });
    const house = agents.getByRole('listitem').filter({ hasText: 'house' });
    await expect(house).toContainText('Found');
    await expect(house).toContainText(join(app.root, 'house.sh'));
    rmSync(join(app.root, 'house.sh'));
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(house).toContainText('house was not found: there is no ');
    expect(linesOf(app).slice(1)).toEqual([
      'agents: { default: script, custom: { house: { command: [ ./house.sh ], env: { LEVEL: "2", MODE: quiet } } } }',
      '',
    ]);
    await page.getByRole('button', { name: 'Take away house' }).click();
    await expect(house).toBeHidden();
    await expect
      .poll(() => linesOf(app))
      .toEqual(['version: 1', 'agents: { default: script }', '']);
  },
);

story(
  'what is typed stays when somebody else changes the file, and what is not typed follows it',
  async ({ app, page, enter }) => {
    const write = (tasks: number, attempts: number): void =>
      app.write(
        file,
        `version: 1\nworkflow: { max_parallel_tasks: ${tasks}, redispatch_limit: ${attempts} }\n`,
      );
    write(2, 1);
    await enter();
    await goToView(page, 'Settings');
    const tasks = page.getByRole('textbox', { name: 'Tasks at the same time' });
    const attempts = page.getByRole('textbox', { name: 'Further attempts' });
    await expect(tasks).toHaveValue('2');
    await tasks.fill('9');
    write(4, 6);
    await expect(attempts).toHaveValue('6');
    await expect(tasks).toHaveValue('9');
    await expect(page.getByRole('main')).toContainText('Changed elsewhere while you were writing');
    await page.getByRole('button', { name: 'Take the other' }).click();
    await expect(tasks).toHaveValue('4');
    await tasks.fill('8');
    write(5, 6);
    await page.getByRole('button', { name: 'Save mine' }).click();
    await expect(toasts(page)).toContainText('Tasks at the same time: saved.');
    expect(linesOf(app)[1]).toBe('workflow: { max_parallel_tasks: 8, redispatch_limit: 6 }');

    await attempts.fill('4');
    await page.reload();
    await expect(attempts).toHaveValue('4');
    await expect(page.getByRole('main')).toContainText('typed before the page was closed');
    await page.getByRole('button', { name: 'give it up' }).click();
    await expect(attempts).toHaveValue('6');

    app.write(file, 'version: 1\nworkflow: [\n');
    await expect(page.getByRole('main').getByRole('alert')).toContainText(`${file}:3`);
    await expect(tasks).toBeDisabled();
    await expect(page.getByRole('main')).toContainText('cannot be changed here until');
    write(3, 6);
    await expect(tasks).toBeEnabled();
    await expect(tasks).toHaveValue('3');
  },
);

story(
  'settings are found by words, and those without effect say so',
  async ({ app, page, enter }) => {
    app.write(
      file,
      'version: 1\nworkflow: { mode: sequential }\ncommands: { lint: eslint }\ngit: { push: batch }\n',
    );
    await enter();
    await goToView(page, 'Settings');
    const lint = page.getByRole('textbox', { name: 'Lint command' });
    await expect(lint).toHaveValue('eslint');
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type('lint');
    await expect(lint).toBeDisabled();
    await expect(page.getByRole('main')).toContainText('Not used yet by this version');
    await expect(page.getByRole('textbox', { name: 'Setup command' })).toBeHidden();
    await page.getByRole('searchbox').fill('no such setting');
    await page.getByRole('button', { name: 'Show all settings' }).click();
    await expect(page.getByRole('main')).toContainText('no run starts with it');
    await page.getByRole('combobox', { name: 'Mode' }).click();
    await expect(page.getByRole('option', { name: /Sequential/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await page.getByRole('option', { name: /Parallel/ }).click();
    await expect(toasts(page)).toContainText('Mode: saved.');
    expect(linesOf(app)[1]).toBe('workflow: { mode: parallel }');
    const sections = page.getByRole('navigation', { name: 'Sections of the settings' });
    await sections.getByRole('button', { name: 'Git' }).click();
    await expect(page.getByRole('heading', { name: 'Git' })).toBeFocused();
    await expect(page.getByRole('main')).toContainText(
      'Only runs with the schedule "Batch" push then',
    );
  },
);
