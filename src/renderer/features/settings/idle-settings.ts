import type { ProjectConfig } from '#shared/model/project-config.ts';

const pushes = 'Nothing is pushed while "Push" is manual.';
const switchedOff = 'Nothing is pushed while "Push epic branches" is off.';
const noBatches = 'Only runs with the schedule "Batch" push then, and the schedule is another one.';

/** Why "Push" does nothing together with the other settings; null when it does. */
export function idlePush({ git, workflow }: ProjectConfig): string | null {
  if (git.push !== 'manual' && !git.push_epic_branch) return switchedOff;
  return git.push === 'batch' && workflow.schedule !== 'batch' ? noBatches : null;
}

/** Why "Push epic branches" does nothing together with the other settings; null when it does. */
export function idlePushEpicBranch({ git }: ProjectConfig): string | null {
  return git.push === 'manual' ? pushes : null;
}
