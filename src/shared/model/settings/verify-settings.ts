import { z } from 'zod';
import { setting } from './setting-text.ts';

/** How work is checked before it lands. */
export const verifySettings = z.strictObject({
  room: setting(
    {
      label: 'Where checks run',
      description:
        'A clean room shows exactly the tree that would land, and no agent has ever worked in it.',
      page: '`clean`: in a folder that the app alone made, which shows exactly the tree that would land. `worktree`: where the agent worked, with all that it left there; evidence says so.',
      comment: 'clean: a folder in which no agent has worked | worktree: where the agent worked',
      choices: {
        clean: { label: 'Clean room', hint: 'exactly the tree that would land' },
        worktree: { label: 'Worktree', hint: 'where the agent worked; evidence says so' },
      },
    },
    z.enum(['clean', 'worktree']).default('clean'),
  ),
  keep: setting(
    {
      label: 'Build caches to keep',
      description:
        'These ignored folders stay in a clean room from check to check; evidence names them.',
      page: 'Ignored folders, such as `target/`, that stay in a clean room from check to check, so that a large build need not begin anew. Evidence names them.',
      comment: 'ignored build folders that stay from check to check, such as target/',
      entry: 'folder',
      empty: 'none',
    },
    z.array(z.string()).default([]),
  ),
  network: setting(
    {
      label: 'Network of checks',
      description: 'With "off", checks reach this machine only, where the system can do that.',
      page: '`off`: a check reaches nothing but its own loopback, where the system has `bwrap` or `unshare` for that; where it has not, preflight and the record of the environment say so.',
      comment: 'off: checks reach nothing outside, where the system can do that',
      choices: {
        on: { label: 'On', hint: 'as for any program of yours' },
        off: { label: 'Off', hint: 'where the system can do that' },
      },
    },
    z.enum(['on', 'off']).default('on'),
  ),
  baseline: setting(
    {
      label: 'Check before the run',
      description:
        'The checks run once on the commit that an epic stands on, so that what fails there is known, and which tests there are.',
      page: "Run the checks on the commit that an epic stands on before a run begins. What fails there already is named, and no agent is paid for it. The evidence is kept: the same commit is not checked twice. Commands of a task's own run there after they have passed on its work, where they may say which tests they ran.",
      comment: 'run the checks on the commit that an epic stands on before the run',
    },
    z.boolean().default(true),
  ),
  protect: setting(
    {
      label: 'When work changes its own checks',
      description:
        'Whether work that changes scripts, configuration of tests, CI or lock files, or leaves out tests, lands with a mark or is sent back.',
      page: 'What happens to work that changes what its checks mean (runner configuration, scripts of the package manifest, CI, lock files, hooks, snapshots), or in which tests are gone, skipped or emptied that ran at the base. `warn`: it lands with a mark. `strict`: it is sent back unless the task names the file. `off`: nothing is looked at.',
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
  flaky_retries: setting(
    {
      label: 'Tries after a check that failed',
      description:
        'A check that failed is run again on the same tree; one that then passes is flaky, and waits for you.',
      page: 'How often a check that failed is run again on the same tree. One that passes then is `flaky`, never passed: its work waits for you. One that fails each time has failed.',
      comment: 'a check that failed is run again so often; when it passes then, it is flaky',
    },
    z.int().min(0).max(5).default(1),
  ),
});
