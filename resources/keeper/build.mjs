import { spawnSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

// Makes the keeper of this machine's kind (see keeper.c and starter.c) beside its sources, with the C compiler that
// node-pty was built with. Nothing else needs it: without a compiler the program does without, and says
// so (`switchyard doctor`). Plain JavaScript, because it also runs where a package is installed.

const folder = import.meta.dirname;
const sources = ['keeper.c', 'starter.c', 'starter.h'].map((name) => join(folder, name));
const program = join(folder, `keeper-${process.platform}-${process.arch}`);

/** @param {string} path */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function build() {
  const fresh = `${program}.${process.pid}`;
  const compilers = [process.env.CC, 'cc', 'gcc', 'clang'].filter((one) => one !== undefined);
  // Without libraries of its own it runs on every Linux of this kind; not every system can make that.
  for (const kind of [['-static'], []]) {
    for (const compiler of compilers) {
      const programs = sources.filter((source) => source.endsWith('.c'));
      const options = ['-O2', '-s', ...kind, '-o', fresh, ...programs];
      const made = spawnSync(compiler, options, { stdio: 'ignore' });
      if (made.status !== 0) continue;
      chmodSync(fresh, 0o755);
      // Under its name at once and whole: another process may be about to start it.
      renameSync(fresh, program);
      return true;
    }
  }
  rmSync(fresh, { force: true });
  return false;
}

const changed = Math.max(...sources.map(changedAt));
if (process.platform === 'linux' && changedAt(program) < changed && !build()) {
  process.stderr.write(
    'The keeper was not built: no C compiler. See docs/agents.md, "How processes end".\n',
  );
}
