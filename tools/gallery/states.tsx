import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { DefinitionList } from '#renderer/ui/surfaces/definition-list.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ErrorState, FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { LiveRegion } from '#renderer/ui/signs/live-region.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { VisuallyHidden } from '#renderer/ui/signs/visually-hidden.tsx';
import { longText } from './samples.tsx';
import { Section } from './section.tsx';

const failure = {
  code: 'config-invalid',
  message: 'The config has a value that is not allowed.',
  action: 'Use a number from 1 to 16, then save the file.',
  place: {
    file: '.switchyard/project.yaml',
    line: 12,
    column: 23,
    text: '  max_parallel_tasks: many',
  },
};

export function States(): ReactNode {
  return (
    <>
      <Section title="EmptyState">
        <div className="h-48 rounded-lg border border-border">
          <EmptyState
            icon={Inbox}
            text="Nothing waits for you. Questions of agents and finished epics appear here."
            action={<Button variant="primary">Open the board</Button>}
          />
        </div>
      </Section>
      <Section title="FailureNote, ErrorState">
        <FailureNote
          failure={failure}
          safe="The run goes on with the config it started with."
          actions={<Button size="sm">Open the file</Button>}
        />
        <ErrorState failure={{ code: 'host-away', message: longText, action: longText }} />
      </Section>
      <Section title="Skeleton">
        <div className="max-w-md">
          <Skeleton lines={3} />
        </div>
        <Skeleton className="h-16" />
      </Section>
      <Section title="CodeText, DefinitionList">
        <DefinitionList
          items={[
            { term: 'Branch', description: <CodeText text="epic/auth-7f3" copyLabel="Copy" /> },
            { term: 'Tokens', description: '412,000 (reported by claude)' },
            { term: 'Started', description: <RelativeTime iso="2026-11-20T08:15:00.000Z" /> },
            { term: 'Merged', description: null },
            { term: 'Title', description: longText },
          ]}
        />
        <CodeText
          isBlock
          copyLabel="Copy the output"
          text={`npm test\n\n> ${longText} ${longText}`}
        />
      </Section>
      <VisuallyHidden>Only for assistive technology</VisuallyHidden>
      <LiveRegion message="" />
    </>
  );
}
