import { oc } from '@orpc/contract';
import { z } from 'zod';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { doneSchema, failureSchema, inWorkspace, resultSchema } from './wire-result.ts';

/** The workspace's config as it applies, and the file it comes from. */
export const workspaceConfigSchema = z.object({
  file: z.string(),
  exists: z.boolean(),
  config: projectConfigSchema,
  problems: z.array(failureSchema).readonly(),
  /** The settings that the file names, as keys joined by dots; why one does not apply, null when it does. */
  configured: z.array(z.object({ key: z.string(), problem: z.string().nullable() })).readonly(),
  /** Why the file cannot be changed here; null when it can. */
  locked: failureSchema.nullable(),
  /** The file's text; empty when there is none. */
  text: z.string(),
});
export type WorkspaceConfig = z.infer<typeof workspaceConfigSchema>;

/** An agent that may be chosen, and whether it is on this machine. */
export const agentInfoSchema = z.object({
  type: z.string(),
  program: z.string().nullable(),
  version: z.string().nullable(),
  /** Why it cannot be used; null when it can. */
  problem: failureSchema.nullable(),
});
export type AgentInfo = z.infer<typeof agentInfoSchema>;

/** A value of the config file to be set; null takes the key out, so that its default applies. */
export const configChangeSchema = z.object({
  /** Keys from the outside in. */
  path: z.array(z.string().min(1)).min(1).readonly(),
  value: z.json(),
});
export type ConfigChange = z.infer<typeof configChangeSchema>;

export const settingsContract = {
  read: oc.input(inWorkspace).output(resultSchema(workspaceConfigSchema)),
  /**
   * Sets values in the config file, keeping its comments; the file is made when it is missing. A value
   * of null takes the key out, so that the default applies. Refused as a whole when one is not valid.
   * New runs use the new config at once; an active run keeps its own.
   */
  change: oc
    .input(inWorkspace.extend({ changes: z.array(configChangeSchema).min(1).readonly() }))
    .output(resultSchema(workspaceConfigSchema)),
  /** Looks for all agents again. */
  agents: oc.input(inWorkspace).output(resultSchema(z.array(agentInfoSchema).readonly())),
  /** Shows the config file in the program that the system has for it; refused where the host cannot. */
  openFile: oc.input(inWorkspace).output(doneSchema),
};
