import { z } from 'zod';
import { setting } from './setting-text.ts';

/** What must pass before work is merged: shell commands. */
export const commandSettings = z.strictObject({
  build: setting(
    {
      label: 'Build command',
      description: 'Must exit with 0 before the tests begin.',
      page: 'Must exit with 0 first, when it is not empty.',
      empty: 'no build',
    },
    z.string().default(''),
  ),
  test: setting(
    {
      label: 'Test command',
      description:
        'Must exit with 0 on the tree that would be merged, unless the task names checks of its own.',
      page: 'Must exit with 0 then, when it is not empty.',
      empty: 'no tests',
    },
    z.string().default('npm test'),
  ),
  lint: setting(
    {
      label: 'Lint command',
      description: 'Meant for checking the style of the code, beside build and tests.',
      page: 'Checks the style of the code. Until then, put it into `build` or `test`.',
      empty: 'none',
      unused: 'Put it into the build or the test command, for example "npm run lint && npm test".',
    },
    z.string().default(''),
  ),
  timeout_minutes: setting(
    {
      label: 'Time limit of a check',
      description: 'A command that takes longer is ended with all it started; the task is blocked.',
      page: 'Minutes after which a command and all it started are ended; the task is blocked.',
      unit: 'minutes',
    },
    z.number().positive().default(10),
  ),
});
