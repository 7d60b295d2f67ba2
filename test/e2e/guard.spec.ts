import { expectColumn, runAllOpen } from './pages/board.ts';
import { goToView, runCommand, toasts } from './pages/frame.ts';
import { expect, story } from './story.ts';

/** What agents do by habit, in the repository of the person (`$R`), which they reach by its path. */
const habits = [
  'git -C "$R" tag -d v1',
  'git -C "$R" config user.email agent@localhost',
  'printf "#!/bin/sh\\necho hello\\n" > "$R/.git/hooks/pre-commit"',
].join('\n');

story(
  'what an agent changes in the repository is told with who ran, shown, put back and brought again',
  async ({ app, page, enter }) => {
    app.git('tag', 'v1');
    const tag = app.git('rev-parse', 'v1');
    app.addTasks([{ id: 'e.1', script: `R='${app.root}'\n${habits}\necho 1 > 1.txt` }]);
    await enter();
    await runAllOpen(page);
    await expectColumn(page, 'Done', ['e.1']);

    await goToView(page, 'Inbox');
    const inbox = page.getByRole('main', { name: 'Inbox' });
    const entry = inbox.getByRole('button', { name: /Your repository changed: .*tag v1 is gone/ });
    await expect(entry).toContainText('Then ran: the agent of e.1 (attempt 1). Maybe it was you.');
    await entry.click();
    await expect(entry).toHaveAttribute('aria-expanded', 'true');
    await expect(inbox).toContainText('user.email = agent@localhost');
    await expect(inbox).toContainText('echo hello');

    await inbox.getByRole('button', { name: 'Put back' }).click();
    await expect(toasts(page)).toContainText('Your repository is as it was before the change.');
    expect(app.git('rev-parse', 'v1')).toBe(tag);
    expect(app.git('config', '--default', 'none', '--local', 'user.email')).toBe('none');
    await expect(inbox.getByText('Nothing needs you now.')).toBeVisible();

    await toasts(page).getByRole('button', { name: 'Undo' }).click();
    await expect(entry).toBeVisible();
    expect(app.git('tag', '--list')).toBe('');

    await page.keyboard.press('Shift+B');
    await expect(inbox.getByText('Nothing needs you now.')).toBeVisible();
    expect(app.git('rev-parse', 'v1')).toBe(tag);
  },
);

story(
  'a merge on a branch that somebody else has moved waits for the person, who lets it stay',
  async ({ app, page, enter }) => {
    const unseen = [
      `C=$(git -C '${app.root}' commit-tree -p main -m unseen 'main^{tree}')`,
      `git -C '${app.root}' update-ref refs/heads/epic/e "$C"`,
      '[ -e 1.txt ] || echo 1 > 1.txt',
    ].join('\n');
    app.addTasks([{ id: 'e.1', script: unseen }]);
    await enter();
    await runAllOpen(page);
    await expectColumn(page, 'Blocked', ['e.1']);
    await goToView(page, 'Inbox');
    const inbox = page.getByRole('main', { name: 'Inbox' });
    await expect(inbox.getByRole('button', { name: /branch epic\/e/ }).first()).toBeVisible();
    await runCommand(page, 'Leave what changed in your repository as it is');
    await expect(toasts(page)).toContainText('The change stays as it is.');
    await goToView(page, 'Board');
    await expectColumn(page, 'Ready', ['e.1']);
  },
);
