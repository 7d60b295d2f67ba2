import { useState } from 'react';
import type { JSX } from 'react';
import type { WorkspaceConfig } from '#shared/contract/settings.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { tell } from '#renderer/lib/toasts.ts';
import { CodeText } from '#renderer/ui/code-text.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { AgentList } from './agent-list.tsx';
import { SettingControl } from './setting-control.tsx';
import type { SettingValue } from './setting-control.tsx';
import { settingSections, valueAt } from './settings-fields.ts';
import type { SettingField } from './settings-fields.ts';

/** Problems of the file as a whole. */
const nothingApplies: ReadonlySet<string> = new Set(['config-broken', 'config-unreadable']);

/** The config file as a form: each change is checked and written at once, comments stay. */
export function WorkspaceSettings({ read }: { readonly read: WorkspaceConfig }): JSX.Element {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [config, setConfig] = useState(read);
  const [refusal, setRefusal] = useState<{ path: string; failure: WireFailure } | null>(null);
  const { query: agents } = useHostQuery(`agents ${workspaceId}`, (client) =>
    client.settings.agents({ workspaceId }),
  );
  const save = async ({ path, label }: SettingField, value: SettingValue): Promise<void> => {
    const changes = [{ path: [...path], value }];
    const result = await host.call((client) => client.settings.change({ workspaceId, changes }));
    if (result.ok) {
      setConfig(result.value);
      setRefusal(null);
      tell(`${label}: saved. New runs use it.`, { key: 'settings' });
    } else {
      setRefusal({ path: path.join('.'), failure: result.error });
    }
  };
  const found = agents.kind === 'answered' ? agents.value : [];
  return (
    <>
      <div className="flex flex-col gap-2 text-13 text-muted">
        <p>
          These settings lie in <CodeText text={config.file} />, which belongs into the repository.
          {!config.exists && ' The file is made with the first change.'}
        </p>
        {config.problems.map((problem) => (
          <FailureNote
            key={`${problem.message} ${problem.place?.line}`}
            failure={problem}
            {...(nothingApplies.has(problem.code) ? {} : { safe: 'The rest of the file applies.' })}
          />
        ))}
      </div>
      {settingSections.map((section) => (
        <section key={section.id} aria-label={section.title} className="flex flex-col gap-3">
          <h2 className="text-14 font-semibold">{section.title}</h2>
          <div className="flex flex-col gap-4 rounded-lg border border-border bg-surface p-4">
            {section.fields.map((field) => {
              const name = field.path.join('.');
              return (
                <SettingControl
                  key={name}
                  field={field}
                  value={valueAt(config.config, field.path)}
                  agents={found}
                  error={refusal?.path === name ? textOf(refusal.failure) : null}
                  onSave={(value) => void save(field, value)}
                />
              );
            })}
            {section.id === 'agents' && <AgentList query={agents} />}
          </div>
        </section>
      ))}
    </>
  );
}

function textOf({ message, action }: WireFailure): string {
  return `${message} ${action}`;
}
