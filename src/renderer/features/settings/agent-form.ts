import { z } from 'zod';
import { problemsOfValue } from '#shared/core/project-config/config-values.ts';
import { customAgentSchema } from '#shared/model/project-config.ts';
import type { CustomAgent } from '#shared/model/project-config.ts';
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
  const given = (items: readonly string[]): string[] => items.filter((item) => item !== '');
  return {
    command: given(command),
    ...(given(version).length > 0 ? { version: given(version) } : {}),
    ...(prompt === 'argument' ? {} : { prompt }),
    ...(Object.keys(env).length > 0 ? { env } : {}),
    ...(output === 'plain' ? {} : { output }),
  };
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
