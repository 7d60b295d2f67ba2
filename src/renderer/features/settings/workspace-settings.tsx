import { SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { JSX } from 'react';
import type { WorkspaceConfig } from '#shared/contract/settings.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { WorkspaceTrust } from '#renderer/features/trust/index.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { AgentList } from './agent-list.tsx';
import { headingId, SectionList, showSection } from './section-list.tsx';
import { SettingRow } from './setting-row.tsx';
import { SettingsFile } from './settings-file.tsx';
import { searchSettings } from './settings-fields.ts';
import { useAgentsFound } from './use-agents-found.ts';
import type { ChangeConfig } from './use-config.ts';

/** The config file as a form: each change is checked and written at once, comments stay. */
export function WorkspaceSettings({
  read,
  change,
}: {
  readonly read: WorkspaceConfig;
  readonly change: ChangeConfig;
}): JSX.Element {
  const [{ subject, filter }, go] = useAppLocation();
  const found = useAgentsFound(JSON.stringify(read.config.agents.custom));
  const agents = found.query.kind === 'answered' ? found.query.value : [];
  const sections = searchSettings(filter ?? '');
  // A link may lead to a section; later, choosing one does.
  const linked = useRef(subject);
  useEffect(() => {
    if (linked.current !== null) showSection(linked.current);
  }, []);
  const choose = (section: string): void => {
    go({ subject: section });
    showSection(section);
  };
  return (
    <div className="@container">
      <div className="mx-auto flex max-w-2xl flex-col gap-6 p-6 @xl:flex-row">
        <SectionList sections={sections} current={subject} onChoose={choose} />
        <div className="flex max-w-xl min-w-0 flex-1 flex-col gap-6">
          <section aria-label="Trust" className="flex flex-col gap-2">
            <h2 className="text-14 font-semibold">Trust</h2>
            <WorkspaceTrust />
          </section>
          <SettingsFile read={read} />
          {sections.length === 0 && (
            <EmptyState
              icon={SearchX}
              text="No setting has these words in its name, its key or its explanation."
              action={<Button onClick={() => go({ filter: null })}>Show all settings</Button>}
            />
          )}
          {sections.map((section) => (
            <section
              key={section.id}
              aria-labelledby={headingId(section.id)}
              className="flex flex-col gap-3"
            >
              <h2
                id={headingId(section.id)}
                tabIndex={-1}
                className="scroll-mt-6 self-start rounded-sm text-14 font-semibold"
              >
                {section.title}
              </h2>
              <div className="flex flex-col gap-5 rounded-lg border border-border bg-surface p-4">
                {section.fields.map((field) => (
                  <SettingRow
                    key={field.path.join('.')}
                    field={field}
                    read={read}
                    agents={agents}
                    change={change}
                  />
                ))}
                {section.id === 'agents' && <AgentList found={found} />}
              </div>
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}
