import { spawn } from 'node:child_process';
import { childEnvironment } from './child-environment.ts';

/** A program of the person's own that is to outlive this process. */
export interface DetachedProgram {
  /** Absolute path. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Starts it, without a shell; what the system said when it could not, or null. */
export async function startDetached(request: DetachedProgram): Promise<string | null> {
  return new Promise<string | null>((resolve) => {
    const child = spawn(request.program, [...request.arguments], {
      cwd: request.cwd,
      env: childEnvironment(request.environment, {}),
      detached: true,
      stdio: 'ignore',
    });
    child.once('error', (error) => resolve(error.message));
    child.once('spawn', () => {
      child.unref();
      resolve(null);
    });
    // Node throws some of what the system answers, such as that the folder is a file.
  }).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
}
