import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trustFolder } from './trust.ts';
import { installFakeAgents } from '../fixtures/agents/install.ts';

/**
 * Makes what surrounds a repository in `folder`: a home with an identity for git, fake agents on PATH, and the
 * names of a data folder and of the folder for signs. Answers the environment that leads to all of it. The person
 * trusts everything below `folder`, unless the test is about trust.
 */
export async function makeHome(
  folder: string,
  options: { readonly trusted?: boolean } = {},
): Promise<Record<string, string>> {
  const home = join(folder, 'home');
  mkdirSync(home);
  const identity = '[user]\n\tname = Test\n\temail = test@example.invalid\n';
  writeFileSync(join(home, '.gitconfig'), `${identity}[init]\n\tdefaultBranch = main\n`);
  if (options.trusted !== false) await trustFolder(join(folder, 'data'), folder);
  const compiled = process.env['NODE_COMPILE_CACHE'];
  return {
    ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }),
    PATH: await installFakeAgents(join(folder, 'bin')),
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    LANG: 'C.UTF-8',
    SWITCHYARD_HOME: join(folder, 'data'),
    SIGNS: folder,
  };
}
