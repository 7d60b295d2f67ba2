import { z } from 'zod';
import { setting } from './setting-text.ts';

/** How checks are run, and what of them is believed. */
export const verifySettings = z.strictObject({
  protect: setting(
    {
      label: 'When work changes its own checks',
      description:
        'Whether work that changes scripts, configuration of tests, CI or lock files, or leaves out tests, lands with a mark or is sent back.',
      page: 'What happens to work that changes what its checks mean (runner configuration, scripts of the package manifest, CI, lock files, hooks, snapshots), or in which tests are gone, skipped or emptied that passed at the base. `warn`: it lands with a mark. `strict`: it is sent back unless the task names the file. `off`: nothing is looked at.',
      comment: 'off | warn | strict',
      choices: {
        off: { label: 'Look away', hint: 'Nothing is looked at, and nothing is marked.' },
        warn: {
          label: 'Mark it',
          hint: 'It lands, with a mark on its card, evidence and receipt.',
        },
        strict: {
          label: 'Send it back',
          hint: 'Unless the task names the file, the agent tries again.',
        },
      },
    },
    z.enum(['off', 'warn', 'strict']).default('warn'),
  ),
  report: setting(
    {
      label: 'File with the results of the tests',
      description:
        'A file that the check writes, in JUnit XML, TAP or JSON, from which the results of single tests are read.',
      page: 'File that the check writes, in JUnit XML, TAP or JSON of jest, vitest or `go test`, relative to the repository; one `*` may stand for a part of a name. Without it, results are read from what the check prints.',
      comment: 'file with results that the check writes: JUnit XML, TAP or JSON',
      empty: 'read from the output',
    },
    z.string().default(''),
  ),
});
