import process from 'node:process';
import { runSwitchyard } from './run-switchyard.ts';
import type { SwitchyardJob } from './run-switchyard.ts';

process.once('message', (job: SwitchyardJob) => {
  void runSwitchyard(job).then((run) => {
    process.send?.(run);
    process.disconnect();
  });
});
