import { z } from 'zod';
import { problemsOfValue } from '#shared/core/project-config/config-values.ts';
import { mergeFields } from '#shared/core/edits/three-way.ts';
import { customAgentSchema } from '#shared/model/settings/agent-settings.ts';
import type { CustomAgent } from '#shared/model/settings/agent-settings.ts';
import type { SettingValue } from './config-changes.ts';

const { prompt, output } = customAgentSchema.shape;
/** Ways in which an agent can get its prompt, as the schema has them. */
export const promptForms = prompt.unwrap().options;
/** Forms of output that are read, as the schema has them. */
export const outputForms = output.unwrap().options;

/** An agent of the config while somebody writes it. */
export const agentFormSchema = z.object({
  name: z.string(),
  command: z.array(z.string()),
  version: z.array(z.string()),
  prompt,
  env: z.record(z.string(), z.string()),
  output,
});
export type AgentForm = z.infer<typeof agentFormSchema>;

/** The form of an agent that the config has, or of a new one. */
export function formOf(name: string, agent: CustomAgent | null): AgentForm {
  return {
    name,
    command: agent?.command ?? [''],
    version: agent?.version ?? [],
    prompt: agent?.prompt ?? 'argument',
    env: agent?.env ?? {},
    output: agent?.output ?? 'plain',
  };
}

/** What is written into the file: keys that have their default are left out. */
export function agentOf({ command, version, prompt, env, output }: AgentForm): SettingValue {
  const filled = (items: readonly string[]): string[] => items.filter((item) => item !== '');
  return {
    command: filled(command),
    ...(filled(version).length > 0 ? { version: filled(version) } : {}),
    ...(prompt === 'argument' ? {} : { prompt }),
    ...(Object.keys(env).length > 0 ? { env } : {}),
    ...(output === 'plain' ? {} : { output }),
  };
}

/** What somebody wrote, beside what happened to the agent elsewhere meanwhile. */
export interface MergedAgent {
  /** The agent as it would be saved: fields that were left alone follow the file. */
  readonly form: AgentForm;
  /** Fields that both changed, each in its own way. */
  readonly overtaken: readonly (keyof AgentForm)[];
}

const editedFields = ['command', 'version', 'prompt', 'env', 'output'] as const;

/** Merges by field what the agent was when the person began, `mine`, and what the file says `now`. */
export function mergeAgent(base: AgentForm, mine: AgentForm, now: AgentForm): MergedAgent {
  const { taken, lost } = mergeFields(editedFields, now, base, mine);
  const both = Object.fromEntries(lost.map((field) => [field, mine[field]]));
  return { form: { ...now, name: mine.name, ...taken, ...both }, overtaken: lost };
}

/** A field of an agent in words. */
export function describeField(form: AgentForm, field: keyof AgentForm): string {
  const value = form[field];
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.join(' ');
  return Object.entries(value)
    .map(([name, text]) => `${name}=${text}`)
    .join('\n');
}

/** What is wrong with a form, by field, in the words of the reader of the file; empty when it can be saved. */
export function problemsOfForm(
  form: AgentForm,
  taken: readonly string[],
): Readonly<Partial<Record<keyof AgentForm, string>>> {
  const name = form.name.trim();
  if (name === '') return { name: 'An agent needs a name, which labels and settings call it by.' };
  if (taken.includes(name)) return { name: `${name} is there already: choose another name.` };
  const path = ['agents', 'custom', name];
  const prefix = `${path.join('.')}.`;
  return Object.fromEntries(
    problemsOfValue(path, agentOf(form)).map(({ path: place, message }) => [
      place.startsWith(prefix) ? (place.slice(prefix.length).split('.')[0] ?? 'name') : 'name',
      message,
    ]),
  );
}
