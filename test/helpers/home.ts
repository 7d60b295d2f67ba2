import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFakeAgents } from '../fixtures/agents/install.ts';

/**
 * Makes what surrounds a repository in `folder`: a home with an identity for git, fake agents on PATH, and the
 * names of a data folder and of the folder for signs. Answers the environment that leads to all of it.
 */
export async function makeHome(folder: string): Promise<Record<string, string>> {
  const home = join(folder, 'home');
  mkdirSync(home);
  const identity = '[user]\n\tname = Test\n\temail = test@example.invalid\n';
  writeFileSync(join(home, '.gitconfig'), `${identity}[init]\n\tdefaultBranch = main\n`);
  return {
    PATH: await installFakeAgents(join(folder, 'bin')),
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    LANG: 'C.UTF-8',
    SWITCHYARD_HOME: join(folder, 'data'),
    SIGNS: folder,
  };
}
